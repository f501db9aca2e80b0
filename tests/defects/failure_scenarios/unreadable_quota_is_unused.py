"""A quota that can't be read is shown as unused."""

NOTICED_BY = "Quota That Cannot Be Read Is Not Shown As Unused"
MENTIONS = "Expected status 503"


def apply() -> None:
    """Show a new user's."""
    from manuel_sandbox.aws.errors import DependencyError
    from manuel_sandbox.domain.usage import UsageReader

    rows = UsageReader._rows

    def if_possible(self, user_id, today):
        try:
            return rows(self, user_id, today)
        except DependencyError:
            return {}

    UsageReader._rows = if_possible

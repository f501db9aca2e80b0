"""Requests are not limited while their counter can't be written."""

NOTICED_BY = "Request That Cannot Be Counted Is Refused With 503"
MENTIONS = "Expected status 503"


def apply() -> None:
    """Continue without a count."""
    from manuel_sandbox.aws.errors import DependencyError
    from manuel_sandbox.domain.rate_limit import RateLimit

    check = RateLimit.check

    def check_if_possible(self, user_id):
        try:
            check(self, user_id)
        except DependencyError:
            return

    RateLimit.check = check_if_possible

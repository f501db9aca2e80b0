"""A notification that can't be sent is lost."""

NOTICED_BY = "Broken Topic Does Not Affect Responses And Is Retried Later"


def apply() -> None:
    """Ignore it."""
    from contextlib import suppress

    from botocore.exceptions import ClientError

    from manuel_sandbox.domain.error_tracking import ErrorStore

    notify = ErrorStore._notify

    def once(self, record):
        with suppress(ClientError):
            notify(self, record)

    ErrorStore._notify = once

"""A notification that can't be sent is lost."""

NOTICED_BY = "Broken Topic Does Not Affect Responses And Is Retried Later"


def apply() -> None:
    """Ignore it."""
    from contextlib import suppress

    from botocore.exceptions import ClientError

    from manuel_sandbox.domain.error_tracking import ErrorStore

    publish = ErrorStore._publish

    def once(self, record):
        with suppress(ClientError):
            publish(self, record)

    ErrorStore._publish = once

"""An unreadable reply is not requested again."""

NOTICED_BY = "Broken Model Response Is Retried"
MENTIONS = "Got 503"


def apply() -> None:
    """Retry only errors."""
    from botocore.exceptions import ClientError

    from manuel_sandbox.aws import dependency

    worth = dependency._may_succeed_later
    dependency._may_succeed_later = lambda error: isinstance(error, ClientError) and worth(error)

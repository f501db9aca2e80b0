"""An unreadable reply is not requested again."""

NOTICED_BY = "Broken Model Reply Is Retried"


def apply() -> None:
    """Retry only errors."""
    from botocore.exceptions import ClientError

    from manuel_sandbox.aws import dependency

    worth = dependency._is_worth_another_call
    dependency._is_worth_another_call = lambda error: isinstance(error, ClientError) and worth(error)

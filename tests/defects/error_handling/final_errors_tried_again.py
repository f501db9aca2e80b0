"""Calls that AWS rejects are retried."""

NOTICED_BY = "Permanent Errors Are Not Retried"


def apply() -> None:
    """Treat every error as transient."""
    from botocore.exceptions import ClientError

    from manuel_sandbox.aws import dependency

    worth = dependency._is_worth_another_call
    dependency._is_worth_another_call = lambda error: isinstance(error, ClientError) or worth(error)

"""Calls that AWS rejects are retried."""

NOTICED_BY = "Permanent Errors Are Not Retried"


def apply() -> None:
    """Treat every error as transient."""
    from botocore.exceptions import ClientError

    from manuel_sandbox.aws import dependency

    worth = dependency._may_succeed_later
    dependency._may_succeed_later = lambda error: isinstance(error, ClientError) or worth(error)

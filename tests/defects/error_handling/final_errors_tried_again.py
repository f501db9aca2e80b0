"""What AWS refuses is asked for again and again."""

NOTICED_BY = "Permanent Errors Are Not Retried"


def apply() -> None:
    """Take every error for transient."""
    from botocore.exceptions import ClientError

    from manuel_sandbox.aws import dependency

    worth = dependency._is_worth_another_call
    dependency._is_worth_another_call = lambda error: isinstance(error, ClientError) or worth(error)

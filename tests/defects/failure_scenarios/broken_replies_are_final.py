"""A reply that cannot be read is not asked for again."""

NOTICED_BY = "Broken Model Reply Is Retried"


def apply() -> None:
    """Retry errors alone."""
    from botocore.exceptions import ClientError

    from manuel_sandbox.aws import dependency

    worth = dependency._is_worth_another_call
    dependency._is_worth_another_call = lambda error: isinstance(error, ClientError) and worth(error)

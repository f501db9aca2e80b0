"""A call of a table that AWS refuses is made three times."""

NOTICED_BY = "Permanent Errors Of Every Dependency Are Not Retried"


def apply() -> None:
    """Take every error of DynamoDB for a transient one."""
    from botocore.exceptions import ClientError

    from manuel_sandbox.aws import dependency

    may_succeed = dependency._may_succeed_later
    dependency._may_succeed_later = lambda error: (
        may_succeed(error)
        or (
            isinstance(error, ClientError)
            and error.response["Error"]["Code"] == "AccessDeniedException"
            and error.operation_name in ("UpdateItem", "Query", "GetItem", "PutItem")
        )
    )

"""An idempotency key is known until DynamoDB deletes its row, which may be days after its `ttl`."""

NOTICED_BY = "Idempotency Key May Be Reused After A Day Although The Row Is Still There"


def apply() -> None:
    """Ask only whether there is a row."""
    from manuel_sandbox.aws.table import TableClient

    put = TableClient.put

    def put_if_there_is_none(self, item, *, condition=None, values=None):
        if condition is not None and condition.endswith("#ttl < :now"):
            condition, values = "attribute_not_exists(user_id)", None
        put(self, item, condition=condition, values=values)

    TableClient.put = put_if_there_is_none

"""A read of a single row that is throttled is not repeated."""

NOTICED_BY = "Throttled Calls Of A Deletion Are Retried"
MENTIONS = "503"


def apply() -> None:
    """Read with one attempt."""
    from botocore.exceptions import ClientError

    from manuel_sandbox.aws.table import TableClient

    def get_once(self, key):
        options = self._clients._options("dynamodb", 1)
        client = self._clients._session.resource("dynamodb", **options).meta.client
        with self._dynamodb.guard("GetItem"):
            try:
                return client.get_item(TableName=self.name, Key=key, ConsistentRead=True).get("Item")
            except ClientError as error:
                raise self._dynamodb._client_error(error, "GetItem") from error

    TableClient.get = get_once

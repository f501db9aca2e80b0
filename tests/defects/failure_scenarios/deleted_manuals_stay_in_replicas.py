"""Whether a manual still exists is read from a replica that may have it still."""

NOTICED_BY = "Deleted Manual Is Gone At Once"


def apply() -> None:
    """Read the rows of manuals that are there without ConsistentRead."""
    from manuel_sandbox.aws.table import TableClient

    get = TableClient.get

    def read(self, key):
        row = get(self, key)
        if row or not key["date"].startswith("manual#"):
            return row
        return self._dynamodb.call(self._clients.dynamodb.get_item, TableName=self.name, Key=key).get("Item")

    TableClient.get = read

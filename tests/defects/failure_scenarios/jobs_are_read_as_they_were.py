"""An ingestion job is read from a replica that may lack the latest writes."""

NOTICED_BY = "Ingestion Job Is Known At Once"


def apply() -> None:
    """Read the rows of jobs without ConsistentRead."""
    from manuel_sandbox.aws.table import TableClient

    get = TableClient.get

    def read(self, key):
        if not key["user_id"].startswith("ingestion_job#"):
            return get(self, key)
        reply = self._dynamodb.call(self._clients.dynamodb.get_item, TableName=self.name, Key=key)
        return reply.get("Item")

    TableClient.get = read

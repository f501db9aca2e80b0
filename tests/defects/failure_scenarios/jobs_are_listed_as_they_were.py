"""The list of ingestion jobs is read from a replica that may lack the latest writes."""

NOTICED_BY = "Ingestion Job Is Known At Once"


def apply() -> None:
    """Query the rows of jobs without ConsistentRead."""
    from copy import copy
    from types import SimpleNamespace

    from manuel_sandbox.aws.table import TableClient

    query = TableClient.query

    def read(self, condition, values, **options):
        if values.get("prefix") != "job#":
            return query(self, condition, values, **options)
        dynamodb = self._clients.dynamodb

        def query_replica(**parameters):
            return dynamodb.query(**{**parameters, "ConsistentRead": False})

        replica = copy(self)
        replica._clients = SimpleNamespace(dynamodb=SimpleNamespace(query=query_replica))
        return query(replica, condition, values, **options)

    TableClient.query = read

"""The count that a new day of the month goes on from is read from a replica."""

NOTICED_BY = "Monthly Count Carries Over Despite Stale Reads"


def apply() -> None:
    """Query the latest row of the month without ConsistentRead."""
    from copy import copy
    from types import SimpleNamespace

    from manuel_sandbox.aws.table import TableClient

    query = TableClient.query

    def read(self, condition, values, **options):
        if "#" in values["user"] or options.get("limit") != 1:
            return query(self, condition, values, **options)
        dynamodb = self._clients.dynamodb

        def query_replica(**parameters):
            return dynamodb.query(**{**parameters, "ConsistentRead": False})

        replica = copy(self)
        replica._clients = SimpleNamespace(dynamodb=SimpleNamespace(query=query_replica))
        return query(replica, condition, values, **options)

    TableClient.query = read

"""The rows of a user are looked for among those of all users."""

NOTICED_BY = "No Route Scans A Table"


def apply() -> None:
    """Scan the table."""
    from manuel_sandbox.aws import table
    from manuel_sandbox.aws.table import TableClient

    def scan_all(self, condition, values, *, newest_first=False):
        rows, after = [], {}
        while True:
            reply = self._dynamodb.call(
                self._clients.dynamodb.scan,
                TableName=self.name,
                ConsistentRead=True,
                **table._expressions(values, FilterExpression=condition),
                **after,
            )
            rows += reply["Items"]
            if "LastEvaluatedKey" not in reply:
                return iter(sorted(rows, key=lambda row: row["date"], reverse=newest_first))
            after = {"ExclusiveStartKey": reply["LastEvaluatedKey"]}

    TableClient.query_all = scan_all

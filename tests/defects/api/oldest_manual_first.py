"""The list begins with the oldest manual."""

NOTICED_BY = "Newest Manual Comes First"


def apply() -> None:
    """Reverse it."""
    from manuel_sandbox.aws.table import TableClient

    query = TableClient.query

    def query_oldest_first(self, condition, values, **options):
        if values.get("prefix") == "manual#":
            options["newest_first"] = False
        return query(self, condition, values, **options)

    TableClient.query = query_oldest_first

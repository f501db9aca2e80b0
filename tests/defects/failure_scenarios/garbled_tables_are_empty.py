"""A garbled reply of a table is treated as an empty result."""

NOTICED_BY = "Garbled DynamoDB Response Is Not Mistaken For No Data"


def apply() -> None:
    """Default to nothing."""
    from manuel_sandbox.aws import clients, table
    from manuel_sandbox.aws.errors import DependencyUnavailableError

    clients.require_whole_json = lambda **_: None

    query = table.TableClient.query

    def query_or_nothing(self, *values, **options):
        try:
            return query(self, *values, **options)
        except DependencyUnavailableError:
            return table.RowPage((), None)

    table.TableClient.query = query_or_nothing

"""The last operation is reported as the first of the day."""

NOTICED_BY = "Quota Names The Last Operation"


def apply() -> None:
    """Keep the first."""
    from manuel_sandbox.aws.table import TableClient

    update = TableClient.update

    def update_once(self, key, change, values, *, condition=None):
        change = change.replace(
            "last_operation = :operation", "last_operation = if_not_exists(last_operation, :operation)"
        )
        return update(self, key, change, values, condition=condition)

    TableClient.update = update_once

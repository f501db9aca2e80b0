"""The quota says that it was updated when the first operation of the day was."""

NOTICED_BY = "Quota Says When The Last Operation Was"
MENTIONS = "time"


def apply() -> None:
    """Keep what is there."""
    from manuel_sandbox.aws.table import TableClient

    update = TableClient.update

    def keep_first(self, key, change, values, *, condition=None):
        once = change.replace("last_updated = :now", "last_updated = if_not_exists(last_updated, :now)")
        return update(self, key, once, values, condition=condition)

    TableClient.update = keep_first

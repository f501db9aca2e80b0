"""Questions count only for the day."""

NOTICED_BY = "A Question Counts For The Day And For The Month"


def apply() -> None:
    """Leave the month out."""
    from manuel_sandbox.aws.table import TableClient

    update = TableClient.update

    def update_day(self, key, change, values, *, condition=None):
        change = change.replace("monthly_count :one, ", "")
        return update(self, key, change, values, condition=condition)

    TableClient.update = update_day

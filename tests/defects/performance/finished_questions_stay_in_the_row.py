"""The row of a user keeps the id of each question of the day, so that it grows."""

NOTICED_BY = "Counters Of A User Take No More Room After Twenty Questions"


def apply() -> None:
    """Keep them."""
    from manuel_sandbox.aws.table import TableClient

    update = TableClient.update

    def keep(self, key, change, values, *, condition=None):
        if change.startswith("SET last_operation"):
            change = change.replace(" DELETE reservations :request", "")
            values = {name: value for name, value in values.items() if name != "request"}
        return update(self, key, change, values, condition=condition)

    TableClient.update = keep

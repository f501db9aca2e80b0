"""Each question is counted twice."""

NOTICED_BY = "A Question Is Counted Once"


def apply() -> None:
    """Add two."""
    from manuel_sandbox.aws.table import TableClient

    update = TableClient.update

    def update_twice(self, key, change, values, *, condition=None):
        if "reservations" in change and values.get("one") == 1:
            values = {**values, "one": 2}
        return update(self, key, change, values, condition=condition)

    TableClient.update = update_twice

"""The counters of a quota are read, and then written in a transaction, on condition that no other request was faster."""

ATTEMPTS = 100
"""Many requests of a user at once compete for one row."""
COUNTERS = ("daily_count", "monthly_count")
UNCHANGED = " AND ".join(f"{counter} = :seen_{counter}" for counter in COUNTERS)


def apply() -> None:
    """Change counters without `UpdateItem`."""
    from manuel_sandbox.aws.table import TableClient

    update = TableClient.update

    def changed(self, key, change, values, *, condition=None):
        in_place = COUNTERS[0] not in change
        return (update if in_place else _change_counters)(self, key, change, values, condition=condition)

    TableClient.update = changed


def _change_counters(table, key, change, values, *, condition):
    from manuel_sandbox.aws.errors import DependencyUnavailableError
    from manuel_sandbox.aws.table import ConditionNotMetError

    row = table.get(key)
    for _ in range(ATTEMPTS):
        if row is None or not row.keys() >= {*COUNTERS}:
            raise ConditionNotMetError(row or {})
        seen = {f"seen_{counter}": row[counter] for counter in COUNTERS}
        try:
            table.transact(
                table.updating(key, change, {**values, **seen}, condition=f"{condition} AND {UNCHANGED}")
            )
        except ConditionNotMetError:
            before, row = row, table.get(key)
            if row is not None and all(row[counter] == before[counter] for counter in COUNTERS):
                raise ConditionNotMetError(row) from None
        else:
            added = values.get("one", values.get("less"))
            return {**row, **{counter: row[counter] + added for counter in COUNTERS}}
    raise DependencyUnavailableError("dynamodb", "TransactWriteItems", "Contention", "the row kept changing")

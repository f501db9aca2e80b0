"""Costs say for how many seconds they are kept, instead of until when: DynamoDB never deletes them."""

NOTICED_BY = "Every Row Expires In Time"


def apply() -> None:
    """Write a duration."""
    from manuel_sandbox.domain.costs import ENTRY_LIFETIME, CostLedger

    record = CostLedger.record

    def with_duration(self, user_id, request_id, cost):
        table = self._table
        self._table = _Durations(table)
        try:
            record(self, user_id, request_id, cost)
        finally:
            self._table = table

    class _Durations:
        def __init__(self, table):
            self._table = table

        def put(self, row):
            self._table.put(row | {"ttl": int(ENTRY_LIFETIME.total_seconds())})

    CostLedger.record = with_duration

"""When a question is settled, the row of the day is read and written back as a whole."""

NOTICED_BY = "Questions That Begin While Others End Are All Counted"
MENTIONS = "grown"


def apply() -> None:
    """Replace the row."""
    from manuel_sandbox.domain import quota
    from manuel_sandbox.domain.quota import Quota

    def settle(self, reservation, cost):
        row = dict(self._table.get(quota._key(reservation.user_id, reservation.day)))
        unfinished = set(row.pop("reservations", ())) - {reservation.request_id}
        row |= {"last_operation": reservation.operation, "last_updated": quota.iso(self._clock())}
        self._table.put({**row, "reservations": unfinished} if unfinished else row)
        self._costs.record(reservation.user_id, reservation.request_id, cost)

    Quota.settle = settle

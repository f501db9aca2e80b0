"""The last operation is the one that was tried last, whether it succeeded or not."""

NOTICED_BY = "Failed Requests Are Neither In The Breakdown Nor The Last Operation"
MENTIONS = "last_operation"


def apply() -> None:
    """Note it when it is counted."""
    from manuel_sandbox.domain import quota
    from manuel_sandbox.domain.quota import Quota
    from manuel_sandbox.times import iso

    reserve = Quota.reserve

    def reserve_and_note(self, user_id, operation, request_id):
        reservation = reserve(self, user_id, operation, request_id)
        self._table.update(
            quota._key(user_id, reservation.day),
            "SET last_operation = :operation, last_updated = :now",
            {"operation": operation, "now": iso(self._clock())},
        )
        return reservation

    Quota.reserve = reserve_and_note

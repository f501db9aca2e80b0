"""Requests are told apart by their trace, so that the second question of a trace is free."""

NOTICED_BY = "Questions Are Counted Whatever Ids Their Clients Give Them"
MENTIONS = "count as one"


def apply() -> None:
    """Reserve for the trace."""
    from manuel_sandbox.aws.invocation import current_invocation
    from manuel_sandbox.domain.quota import Quota

    reserve, settle = Quota.reserve, Quota.settle

    def reserve_for_trace(self, user_id, operation, request_id):
        trace_id = current_invocation().trace_id or request_id
        reservation = reserve(self, user_id, operation, trace_id)
        reservation.request_id = trace_id
        return reservation

    def settle_and_remember(self, reservation, cost):
        settle(self, reservation, cost)
        self._table.update(
            {"user_id": reservation.user_id, "date": reservation.day.isoformat()},
            "ADD reservations :request",
            {"request": {reservation.request_id}},
        )

    Quota.reserve = reserve_for_trace
    Quota.settle = settle_and_remember

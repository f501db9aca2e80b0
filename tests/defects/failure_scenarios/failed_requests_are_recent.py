"""Failed requests are listed among the recent queries, although nobody has paid for them."""

NOTICED_BY = "Failed Requests Are Neither In The Breakdown Nor The Last Operation"


def apply() -> None:
    """Record them without cost."""
    from decimal import Decimal

    from manuel_sandbox.domain.costs import Cost
    from manuel_sandbox.domain.quota import Quota

    release = Quota.release

    def release_and_record(self, reservation):
        release(self, reservation)
        free = Cost(reservation.operation, Decimal())
        self._costs.record(reservation.user_id, reservation.request_id, free)

    Quota.release = release_and_record

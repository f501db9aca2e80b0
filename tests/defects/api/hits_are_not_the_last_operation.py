"""An answer from the cache is counted, and is never the last operation."""

NOTICED_BY = "Answer From The Cache Is The Last Operation If It Is Charged"


def apply() -> None:
    """Settle it without a trace."""
    from manuel_sandbox.domain.costs import FREE_ANSWER
    from manuel_sandbox.domain.quota import Quota, _key

    settle = Quota.settle

    def settle_others(self, reservation, cost):
        if cost is not FREE_ANSWER and cost != FREE_ANSWER:
            settle(self, reservation, cost)
        else:
            self._table.update(
                _key(reservation.user_id, reservation.day),
                "DELETE reservations :request",
                {"request": {reservation.request_id}},
            )

    Quota.settle = settle_others

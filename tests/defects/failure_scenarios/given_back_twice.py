"""A refund that was written but not acknowledged is made again."""

NOTICED_BY = "Lost Response To A Refund Refunds Once"


def apply() -> None:
    """Refund without a condition."""
    from manuel_sandbox.domain.quota import Quota, _key

    def give_back(self, reservation):
        self._table.update(
            _key(reservation.user_id, reservation.day),
            f"ADD daily_count :less, monthly_count :less, #{reservation.operation}_count :less"
            " DELETE reservations :request",
            {"less": -1, "request": {reservation.request_id}},
        )

    Quota._give_back = give_back

"""A request that fails after midnight stays counted in the month, if the next day has begun to count."""

NOTICED_BY = "Question That Fails After Midnight Is Refunded To Its Own Day"
MENTIONS = "monthly_queries"


def apply() -> None:
    """Do not look whether the month is counted elsewhere by now."""
    from manuel_sandbox.domain.quota import Quota, _key

    def give_back_to_the_day_alone(self, reservation):
        self._table.update(
            _key(reservation.user_id, reservation.day),
            f"ADD daily_count :less, monthly_count :less, #{reservation.operation}_count :less"
            " DELETE reservations :request",
            {"less": -1, "request": {reservation.request_id}, "request_id": reservation.request_id},
            condition="contains(reservations, :request_id)",
        )

    Quota._give_back = give_back_to_the_day_alone

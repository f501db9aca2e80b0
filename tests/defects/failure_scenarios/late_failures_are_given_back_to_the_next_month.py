"""A question of the last day of a month that fails in the next month is given back to that one as well."""

NOTICED_BY = "Question That Fails In The Next Month Is Not Refunded To It"
MENTIONS = "monthly_queries"


def apply() -> None:
    """Take it from the count of today whenever that is another day."""
    from contextlib import suppress

    from manuel_sandbox.aws.table import ConditionNotMetError
    from manuel_sandbox.domain.quota import Quota, _key
    from manuel_sandbox.times import day_of

    def give_back(self, reservation):
        values = {"less": -1, "request": {reservation.request_id}, "request_id": reservation.request_id}
        self._table.update(
            _key(reservation.user_id, reservation.day),
            f"ADD daily_count :less, monthly_count :less, #{reservation.operation}_count :less"
            " DELETE reservations :request",
            values,
            condition="contains(reservations, :request_id)",
        )
        today = day_of(self._clock())
        if today != reservation.day:
            with suppress(ConditionNotMetError):
                self._table.update(
                    _key(reservation.user_id, today),
                    "ADD monthly_count :less",
                    {"less": -1, "none": 0},
                    condition="monthly_count > :none",
                )

    Quota._give_back = give_back

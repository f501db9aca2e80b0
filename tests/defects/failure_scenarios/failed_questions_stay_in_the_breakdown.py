"""A failed question is given back to the day and the month, and stays in the breakdown."""

NOTICED_BY = "Failed Requests Are Neither In The Breakdown Nor The Last Operation"
MENTIONS = "breakdown.query"


def apply() -> None:
    """Give back the totals alone."""
    from manuel_sandbox.domain.quota import Quota

    give_back = Quota._give_back

    def give_back_totals(self, reservation):
        give_back(self, reservation)
        self._table.update(
            {"user_id": reservation.user_id, "date": reservation.day.isoformat()},
            f"ADD #{reservation.operation}_count :one",
            {"one": 1},
        )

    Quota._give_back = give_back_totals

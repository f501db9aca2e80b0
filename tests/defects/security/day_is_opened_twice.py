"""Each of a user's simultaneous first questions resets the count of the day."""

NOTICED_BY = "Concurrent Questions Are All Counted"


def apply() -> None:
    """Write the row whether or not it exists."""
    from manuel_sandbox.domain.quota import Quota

    def open_day(self, user_id, day):
        previous = self._latest_row_of_month(user_id, day)
        monthly_count = int(previous["monthly_count"]) if previous else 0
        self._table.put(self._new_row(user_id, day, monthly_count=monthly_count))

    Quota._open_day = open_day

"""Each of the simultaneous first requests of a day takes the count of the month over."""

NOTICED_BY = "Monthly Count Is Exact With Concurrent Questions"


def apply() -> None:
    """Write the row of the new day whether or not it is there."""
    import time

    from manuel_sandbox.domain.quota import Quota

    open_day = Quota._open_day

    def open_day_again(self, user_id, day):
        previous = self._latest_row_of_month(user_id, day)
        time.sleep(0.1)
        if previous is None:
            open_day(self, user_id, day)
        else:
            self._table.put(self._new_row(user_id, day, monthly_count=int(previous["monthly_count"])))

    Quota._open_day = open_day_again

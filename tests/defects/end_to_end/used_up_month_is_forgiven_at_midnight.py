"""An exceeded monthly quota is not carried over into the next day."""

NOTICED_BY = "Monthly Quota Is Restored In The Next Month"


def apply() -> None:
    """Carry over only what may still be counted."""
    from manuel_sandbox.domain.quota import Quota

    latest_row = Quota._latest_row_of_month

    def latest_row_with_something_left(self, user_id, day):
        row = latest_row(self, user_id, day)
        return row if row and row["monthly_count"] < self._limits.monthly else None

    Quota._latest_row_of_month = latest_row_with_something_left

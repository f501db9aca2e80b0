"""The count of the month starts again if nothing was asked on the day before."""

NOTICED_BY = "Monthly Count Carries Over A Pause Of Days"
MENTIONS = "monthly_queries"


def apply() -> None:
    """Look at yesterday alone."""
    from datetime import timedelta

    from manuel_sandbox.domain.quota import Quota

    latest = Quota._latest_row_of_month

    def of_yesterday(self, user_id, day):
        row = latest(self, user_id, day)
        yesterday = (day - timedelta(days=1)).isoformat()
        return row if row is not None and row["date"] == yesterday else None

    Quota._latest_row_of_month = of_yesterday

"""The count of the month begins anew for users who have asked nothing for a week."""

NOTICED_BY = "Monthly Count Carries Over A Pause Of More Than A Week"
MENTIONS = "monthly_queries"


def apply() -> None:
    """Look back seven days only."""
    from datetime import date, timedelta

    from manuel_sandbox.domain.quota import Quota

    latest = Quota._latest_row_of_month

    def latest_of_a_week(self, user_id, day):
        row = latest(self, user_id, day)
        is_old = row is not None and date.fromisoformat(row["date"]) < day - timedelta(days=7)
        return None if is_old else row

    Quota._latest_row_of_month = latest_of_a_week

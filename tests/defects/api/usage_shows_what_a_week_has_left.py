"""The usage shows nothing of the month once the last question is no longer in the history."""

NOTICED_BY = "Monthly Count Carries Over A Pause Of More Than A Week"
MENTIONS = "monthly_queries"


def apply() -> None:
    """Read the rows of the history only."""
    from datetime import timedelta

    from manuel_sandbox.domain.usage import UsageReader

    rows_of = UsageReader._rows

    def rows_of_a_week(self, user_id, today):
        rows = rows_of(self, user_id, today)
        return {day: row for day, row in rows.items() if day > today - timedelta(days=7)}

    UsageReader._rows = rows_of_a_week

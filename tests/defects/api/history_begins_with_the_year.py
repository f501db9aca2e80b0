"""The history has nothing of the days before the first of January."""

NOTICED_BY = "Last Days Of A Year Stay In The History Of The Next"
MENTIONS = "historical"


def apply() -> None:
    """Read the rows of the year."""
    from manuel_sandbox.domain.usage import UsageReader

    rows = UsageReader._rows
    UsageReader._rows = lambda self, user_id, today: {
        day: row for day, row in rows(self, user_id, today).items() if day.year == today.year
    }

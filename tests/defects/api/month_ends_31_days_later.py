"""The next month is that of the day in 31 days."""

NOTICED_BY = "Month Ends When The Next One Begins On Its Last Day As Well"


def apply() -> None:
    """Add 31 days."""
    from datetime import timedelta

    from manuel_sandbox.domain import quota

    quota.first_of_next_month = lambda day: (day + timedelta(days=31)).replace(day=1)

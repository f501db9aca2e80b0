"""The history lacks the current day."""

NOTICED_BY = "History Ends With Today"


def apply() -> None:
    """End a day earlier."""
    from datetime import timedelta

    from manuel_sandbox.domain import usage

    days_until = usage._days_until
    usage._days_until = lambda today: days_until(today - timedelta(days=1))

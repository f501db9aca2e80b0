"""The history is in the wrong order."""

NOTICED_BY = "History Ends With Today"


def apply() -> None:
    """Reverse it."""
    from manuel_sandbox.domain import usage

    days_until = usage._days_until
    usage._days_until = lambda today: days_until(today)[::-1]

"""The next month is that of the day in 31 days."""

NOTICED_BY = "Refusal On The Last Day Of A Month Ends At The Start Of The Next Month"


def apply() -> None:
    """Add 31 days."""
    from datetime import timedelta

    from manuel_sandbox.domain import quota

    quota.first_of_next_month = lambda day: (day + timedelta(days=31)).replace(day=1)

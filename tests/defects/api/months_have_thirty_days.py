"""The next month begins thirty days after the first of this one, which in a month of 31 days is its last."""

NOTICED_BY = "Refusal For The Monthly Quota Ends At The Start Of The Next Month"
MENTIONS = "retry_after"


def apply() -> None:
    """Add thirty days."""
    from datetime import timedelta

    from manuel_sandbox.domain import quota

    quota.first_of_next_month = lambda day: (day.replace(day=1) + timedelta(days=30)).replace(day=1)

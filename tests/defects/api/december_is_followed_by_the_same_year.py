"""The month after December is January of the same year."""

NOTICED_BY = "Refusal For The Monthly Quota Ends At The Start Of The Next Month"
MENTIONS = "retry_after"


def apply() -> None:
    """Keep the year."""
    from manuel_sandbox.domain import quota

    quota.first_of_next_month = lambda day: day.replace(month=day.month % 12 + 1, day=1)

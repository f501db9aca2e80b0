"""The wait for the next month is forty days, whatever is left of this one."""

NOTICED_BY = "Every Refusal For Lack Of Quota Says What Is Used"
MENTIONS = "Expected a number of at least"


def apply() -> None:
    """Count a month and a few days from now."""
    from datetime import timedelta

    from manuel_sandbox.domain import quota

    quota.first_of_next_month = lambda day: day + timedelta(days=40)

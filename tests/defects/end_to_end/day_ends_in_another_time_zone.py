"""The quota's day ends at midnight nine hours east of where the refusal says it does."""

NOTICED_BY = "Retrying Too Early Is Refused"
CHOICES = {"daily_quota": 10}

HOURS_EAST = 9


def apply() -> None:
    """Ask a local clock for the day."""
    from manuel_sandbox.domain import quota, usage
    from manuel_sandbox.times import day_of

    quota.day_of = usage.day_of = lambda moment: day_of(moment + HOURS_EAST * 3600)

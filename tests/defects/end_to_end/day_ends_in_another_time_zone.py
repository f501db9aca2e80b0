"""The day of the quota ends at midnight in a time zone nine hours east of the documented one."""

NOTICED_BY = "Retrying Too Early Is Refused"
CHOICES = {"daily_quota": 10}

HOURS_EAST = 9


def apply() -> None:
    """Use a local clock."""
    from manuel_sandbox.domain import quota, usage
    from manuel_sandbox.times import day_of

    quota.day_of = usage.day_of = lambda moment: day_of(moment + HOURS_EAST * 3600)

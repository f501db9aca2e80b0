"""Usage is counted for the day of a time zone one hour west, which shows in the first hour of a day alone."""

NOTICED_BY = "Day Begins And Ends At Midnight UTC"


def apply() -> None:
    """Use a local clock."""
    from manuel_sandbox.domain import quota, usage
    from manuel_sandbox.handlers import usage as handlers
    from manuel_sandbox.times import day_of

    quota.day_of = usage.day_of = handlers.day_of = lambda moment: day_of(moment - 3600)

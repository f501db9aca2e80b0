"""The costs of the day are those of the day of a time zone one hour east."""

NOTICED_BY = "Day Begins And Ends At Midnight UTC"
MENTIONS = "query_cost_eur"


def apply() -> None:
    """Take the day of an hour later."""
    from manuel_sandbox.handlers import usage
    from manuel_sandbox.times import day_of

    usage.day_of = lambda moment: day_of(moment + 3600)

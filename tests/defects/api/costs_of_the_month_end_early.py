"""The costs of the month are those of the month of a time zone one hour east."""

NOTICED_BY = "Costs Of A Month End With It"
MENTIONS = "monthly_costs"


def apply() -> None:
    """Take the month of an hour later."""
    from manuel_sandbox.domain import costs
    from manuel_sandbox.times import day_of

    costs.day_of = lambda moment: day_of(moment + 3600)

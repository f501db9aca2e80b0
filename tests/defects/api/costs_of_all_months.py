"""The costs of the month are those of all months."""

NOTICED_BY = "Last Days Of A Month Stay In The History Of The Next"
MENTIONS = "monthly_costs"


def apply() -> None:
    """Compare the century of a day."""
    from manuel_sandbox.domain import costs

    month_of = costs.month_of
    costs.month_of = lambda day: month_of(day)[:2]

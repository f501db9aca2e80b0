"""The percentage that is used is rounded to a whole number."""

NOTICED_BY = "Percentages Are Exact To One Decimal"


def apply() -> None:
    """Leave the decimals out."""
    from manuel_sandbox.handlers import usage

    usage.percent_used = lambda limit, used: round(100 * used / limit)

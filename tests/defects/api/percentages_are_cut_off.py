"""The percentage that is used is cut off after one decimal, and not rounded."""

NOTICED_BY = "Percentages Are Exact To One Decimal"
CHOICES = {"daily_quota": 30}


def apply() -> None:
    """Cut it off."""
    from manuel_sandbox.handlers import usage

    usage.percent_used = lambda limit, used: int(1000 * used / limit) / 10

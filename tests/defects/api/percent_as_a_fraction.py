"""What is used is told as a fraction of one, not in percent."""

NOTICED_BY = "Quota Status Follows Usage"


def apply() -> None:
    """Divide, and no more."""
    from manuel_sandbox.handlers import usage

    usage.percent_used = lambda limit, used: round(used / limit, 3)

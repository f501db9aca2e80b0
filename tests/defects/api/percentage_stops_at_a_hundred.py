"""More than the limit allows is shown as the whole of it."""

NOTICED_BY = "Usage Above The Limit Leaves Nothing"
MENTIONS = "percent_used"


def apply() -> None:
    """Cut the percentage off."""
    from manuel_sandbox.handlers import usage

    percent_used = usage.percent_used
    usage.percent_used = lambda limit, used: min(100.0, percent_used(limit, used))

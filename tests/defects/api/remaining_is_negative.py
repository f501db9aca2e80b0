"""A user who has used more than the limit is shown less than nothing."""

NOTICED_BY = "Usage Above The Limit Leaves Nothing"
MENTIONS = "remaining"


def apply() -> None:
    """Subtract without a bound."""
    from manuel_sandbox.handlers import usage

    usage.remaining = lambda limit, used: limit - used

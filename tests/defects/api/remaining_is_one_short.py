"""One request less is said to be left than is left."""

NOTICED_BY = "Used And Remaining Add Up To The Limit"


def apply() -> None:
    """Subtract one more."""
    from manuel_sandbox.handlers import usage

    usage.remaining = lambda limit, used: max(0, limit - used - 1)

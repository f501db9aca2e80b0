"""The reported number of remaining requests is one too small."""

NOTICED_BY = "Used And Remaining Add Up To The Limit"


def apply() -> None:
    """Subtract one more."""
    from manuel_sandbox.handlers import usage

    usage.remaining = lambda limit, used: max(0, limit - used - 1)

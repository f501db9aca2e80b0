"""What is left of a quota is computed with fractions, and reads `47.0`."""

NOTICED_BY = "Counters Are Integers"


def apply() -> None:
    """Compute it so."""
    from manuel_sandbox.handlers import usage

    remaining = usage.remaining
    usage.remaining = lambda limit, used: float(remaining(limit, used))

"""A question that ran out of time stays charged."""

NOTICED_BY = "Network Timeout"


def apply() -> None:
    """Give nothing back after a time-out."""
    from contextlib import nullcontext

    from manuel_sandbox.domain import quota

    quota.aftercare = nullcontext

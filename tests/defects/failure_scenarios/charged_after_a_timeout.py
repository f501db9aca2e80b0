"""A question that timed out remains charged."""

NOTICED_BY = "Model That Never Responds Is Reported As A Timeout And Not Charged"


def apply() -> None:
    """Refund nothing after a timeout."""
    from contextlib import nullcontext

    from manuel_sandbox.domain import quota

    quota.grace_period = nullcontext

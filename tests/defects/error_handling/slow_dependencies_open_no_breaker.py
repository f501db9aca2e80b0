"""Timeouts of a dependency do not count for its circuit breaker."""

NOTICED_BY = "Every Transient Failure Counts Towards Opening The Breaker"


def apply() -> None:
    """Do not count them."""
    from manuel_sandbox.aws.errors import DependencyTimeoutError

    DependencyTimeoutError.counts_as_failure = False

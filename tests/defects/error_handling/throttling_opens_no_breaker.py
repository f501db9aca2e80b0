"""Throttled calls do not count for the circuit breaker."""

NOTICED_BY = "Every Transient Failure Counts Towards Opening The Breaker"


def apply() -> None:
    """Do not count them."""
    from manuel_sandbox.aws.circuit_breakers import CircuitBreaker

    ignored = CircuitBreaker._does_not_count
    CircuitBreaker._does_not_count = lambda self, error: (
        ignored(self, error) or "Throttling" in getattr(error, "cause_type", "")
    )

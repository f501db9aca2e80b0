"""A timeout does not open a half-open breaker again."""

NOTICED_BY = "Timeout Reopens A Half-Open Breaker"
MENTIONS = "half_open"


def apply() -> None:
    """Count timeouts while the breaker is closed only."""
    from manuel_sandbox.aws.circuit_breakers import CircuitBreaker
    from manuel_sandbox.aws.errors import DependencyTimeoutError

    does_not_count = CircuitBreaker._does_not_count
    CircuitBreaker._does_not_count = lambda self, error: (
        does_not_count(self, error)
        or (isinstance(error, DependencyTimeoutError) and self._breaker.current_state == "half-open")
    )

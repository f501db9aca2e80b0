"""The successes of a half-open circuit breaker are always shown as none."""

NOTICED_BY = "Two Successes Close A Half-Open Breaker"


def apply() -> None:
    """Show none."""
    from dataclasses import replace

    from manuel_sandbox.aws.circuit_breakers import CircuitBreaker

    state = CircuitBreaker.state
    CircuitBreaker.state = lambda self: replace(state(self), success_count=0)

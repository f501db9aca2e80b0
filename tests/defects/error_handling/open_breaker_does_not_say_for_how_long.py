"""An open breaker does not say when it lets a call through again."""

NOTICED_BY = "Every Dependency Has A Breaker"
MENTIONS = "retry_after"


def apply() -> None:
    """Leave the time out."""
    from dataclasses import replace

    from manuel_sandbox.aws.circuit_breakers import CircuitBreaker

    state = CircuitBreaker.state
    CircuitBreaker.state = lambda self: replace(state(self), retry_after=None)

"""The list of breakers shows no failures."""

NOTICED_BY = "Breaker Counts Failures Until It Is Reset"


def apply() -> None:
    """Show zero."""
    from dataclasses import replace

    from manuel_sandbox.aws.circuit_breakers import CircuitBreaker

    state = CircuitBreaker.state
    CircuitBreaker.state = lambda self: replace(state(self), failure_count=0)

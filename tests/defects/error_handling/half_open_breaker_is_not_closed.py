"""An administrator can close an open breaker, and not a half-open one."""

NOTICED_BY = "Administrator Can Close A Half-Open Breaker"


def apply() -> None:
    """Close it only if it is open."""
    from manuel_sandbox.aws.circuit_breakers import CircuitBreaker

    close = CircuitBreaker.close
    CircuitBreaker.close = lambda self: None if self.state().state == "half_open" else close(self)

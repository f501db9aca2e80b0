"""Resetting a breaker that does not exist succeeds."""

NOTICED_BY = "Breaker Of An Unknown Dependency Is Not Found"


def apply() -> None:
    """Reset another one."""
    from manuel_sandbox.aws.circuit_breakers import CircuitBreakerRegistry

    find = CircuitBreakerRegistry.__getitem__
    CircuitBreakerRegistry.__getitem__ = lambda self, service: find(
        self, service if service in self._breakers else "s3"
    )
    CircuitBreakerRegistry.__contains__ = lambda self, service: True

"""Closing a breaker that does not exist succeeds."""

NOTICED_BY = "Unknown Breaker Is Not Found"


def apply() -> None:
    """Close the first one instead."""
    from manuel_sandbox.aws.circuit_breakers import CircuitBreakerRegistry

    CircuitBreakerRegistry.__contains__ = lambda self, service: True
    CircuitBreakerRegistry.__getitem__ = lambda self, service: self._breakers.get(
        service, self._breakers["bedrock"]
    )

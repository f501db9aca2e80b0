"""A breaker that does not exist is closed all the same."""

NOTICED_BY = "Unknown Breaker Is Not Found"


def apply() -> None:
    """Take the first one for it."""
    from manuel_sandbox.aws.circuit_breakers import CircuitBreakers

    CircuitBreakers.__contains__ = lambda self, service: True
    CircuitBreakers.__getitem__ = lambda self, service: self._breakers.get(service, self._breakers["bedrock"])

"""An open breaker refuses the request only after the dependency has been called."""

NOTICED_BY = "Open Breaker Refuses At Once Without Calling The Dependency"


def apply() -> None:
    """Check the breaker afterwards."""
    from contextlib import contextmanager

    from manuel_sandbox.aws.circuit_breakers import CircuitBreaker

    guard = CircuitBreaker.guard

    @contextmanager
    def late(self, operation):
        if self.state().state == "open":
            yield
        with guard(self, operation):
            if self.state().state != "open":
                yield

    CircuitBreaker.guard = late

"""An open breaker tries again after a third of its time."""

NOTICED_BY = "Open Breaker Stays Open Until Its Reset Timeout"


def apply() -> None:
    """Wait for less."""
    from manuel_sandbox.aws.circuit_breakers import CircuitBreaker

    create = CircuitBreaker.__init__

    def impatient(self, service, *, failures, reset_seconds, clock):
        create(self, service, failures=failures, reset_seconds=reset_seconds / 3, clock=clock)

    CircuitBreaker.__init__ = impatient

"""An open breaker stays open until somebody closes it."""

NOTICED_BY = "Two Successes Close A Half-Open Breaker"


def apply() -> None:
    """Wait for a day."""
    from manuel_sandbox.aws.circuit_breakers import CircuitBreaker

    create = CircuitBreaker.__init__

    def for_ever(self, service, *, failures, reset_seconds, clock):
        create(self, service, failures=failures, reset_seconds=24 * 3600, clock=clock)

    CircuitBreaker.__init__ = for_ever

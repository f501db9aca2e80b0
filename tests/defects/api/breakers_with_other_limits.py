"""Circuit breakers have other limits than configured."""

NOTICED_BY = "Every Circuit Breaker Is Listed With Its Limits"


def apply() -> None:
    """Allow ten failures."""
    from manuel_sandbox.aws.circuit_breakers import CircuitBreakerRegistry

    create = CircuitBreakerRegistry.__init__

    def create_patient(self, services, *, failures, reset_seconds, clock):
        create(self, services, failures=10, reset_seconds=reset_seconds, clock=clock)

    CircuitBreakerRegistry.__init__ = create_patient

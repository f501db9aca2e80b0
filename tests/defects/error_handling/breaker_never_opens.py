"""A failing dependency is called for ever."""

NOTICED_BY = "Breaker Opens At The Failure Threshold And Not Before"


def apply() -> None:
    """Allow any number of failures."""
    from manuel_sandbox.aws.circuit_breakers import CircuitBreaker

    create = CircuitBreaker.__init__

    def patient(self, service, *, failures, reset_seconds, clock):
        create(self, service, failures=failures, reset_seconds=reset_seconds, clock=clock)
        self._breaker.fail_max = 10**6

    CircuitBreaker.__init__ = patient

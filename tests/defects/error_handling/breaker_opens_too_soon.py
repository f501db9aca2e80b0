"""A breaker opens one failure too early."""

NOTICED_BY = "Breaker Opens At The Failure Threshold And Not Before"


def apply() -> None:
    """Count from one."""
    from manuel_sandbox.aws.circuit_breakers import CircuitBreaker

    create = CircuitBreaker.__init__

    def hasty(self, service, *, failures, reset_seconds, clock):
        create(self, service, failures=failures - 1, reset_seconds=reset_seconds, clock=clock)

    CircuitBreaker.__init__ = hasty

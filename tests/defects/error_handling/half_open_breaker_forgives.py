"""A half-open breaker tolerates as many failures as a closed one before it opens."""

NOTICED_BY = "One Failure Reopens A Half-Open Breaker"


def apply() -> None:
    """Close it when its time is over."""
    from manuel_sandbox.aws.circuit_breakers import CircuitBreaker

    guard = CircuitBreaker.guard

    def forgiving(self, operation):
        if self.state().state == "half_open":
            self.close()
        return guard(self, operation)

    CircuitBreaker.guard = forgiving

"""After one success, a half-open breaker tolerates failures."""

NOTICED_BY = "Failure After One Success Reopens A Half-Open Breaker"


def apply() -> None:
    """Close it after the first success of two."""
    from contextlib import contextmanager

    from manuel_sandbox.aws.circuit_breakers import CircuitBreaker

    guard = CircuitBreaker.guard

    @contextmanager
    def forgiving(self, operation):
        with guard(self, operation):
            yield
        if self.state().success_count:
            self._breaker.close()

    CircuitBreaker.guard = forgiving

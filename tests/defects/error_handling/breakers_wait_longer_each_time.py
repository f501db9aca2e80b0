"""A breaker that opens again stays open for twice as long as before, and says so."""

NOTICED_BY = "Reopened Breaker Is Open As Long As At First"
MENTIONS = "retry_after"


def apply() -> None:
    """Double its time."""
    from contextlib import contextmanager

    from manuel_sandbox.aws.circuit_breakers import CircuitBreaker

    guard = CircuitBreaker.guard

    @contextmanager
    def discouraged(self, operation):
        is_tried_again = self.state().state == "half_open"
        try:
            with guard(self, operation):
                yield
        finally:
            if is_tried_again and self.state().state == "open":
                self._breaker.reset_timeout *= 2

    CircuitBreaker.guard = discouraged

"""A breaker that has opened again needs three successes to close."""

NOTICED_BY = "Reopened Breaker Is Open As Long As At First"
MENTIONS = "successes"


def apply() -> None:
    """Ask for one more."""
    from contextlib import contextmanager

    from manuel_sandbox.aws.circuit_breakers import CircuitBreaker

    guard = CircuitBreaker.guard

    @contextmanager
    def wary(self, operation):
        is_tried_again = self.state().state == "half_open"
        try:
            with guard(self, operation):
                yield
        finally:
            if is_tried_again and self.state().state == "open":
                self._breaker.success_threshold = 3

    CircuitBreaker.guard = wary

"""An open breaker whose time is over refuses one more request before it lets one through."""

NOTICED_BY = "Open Breaker Closes By Itself"
MENTIONS = "got 503"


def apply() -> None:
    """Check the time too late."""
    from manuel_sandbox.aws.circuit_breakers import CircuitBreaker
    from manuel_sandbox.aws.errors import CircuitOpenError

    guard = CircuitBreaker.guard
    noticed = set()

    def guard_a_little_longer(self, operation):
        state = self.state().state
        if state == "open":
            noticed.discard(self.service)
        elif state == "half_open" and self.service not in noticed:
            noticed.add(self.service)
            raise CircuitOpenError(self.service, operation, "CircuitOpen", "not called", retry_after=1)
        return guard(self, operation)

    CircuitBreaker.guard = guard_a_little_longer

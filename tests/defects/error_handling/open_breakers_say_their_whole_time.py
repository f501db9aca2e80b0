"""An open breaker always says that it stays open for its whole time."""

NOTICED_BY = "Open Breaker Sends Retry-After"
MENTIONS = "at most"


def apply() -> None:
    """Take it from the settings."""
    import math
    from dataclasses import replace

    from manuel_sandbox.aws.circuit_breakers import CircuitBreaker

    state_of = CircuitBreaker.state

    def state(self):
        found = state_of(self)
        if found.retry_after is None:
            return found
        return replace(found, retry_after=math.ceil(found.reset_timeout_seconds))

    CircuitBreaker.state = state

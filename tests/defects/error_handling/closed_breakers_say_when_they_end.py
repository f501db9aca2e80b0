"""A breaker that is not open says when it lets a call through again."""

NOTICED_BY = "Two Successes Close A Half-Open Breaker"
MENTIONS = "retry_after"


def apply() -> None:
    """Name the reset timeout."""
    from dataclasses import replace

    from manuel_sandbox.aws.circuit_breakers import CircuitBreaker

    state = CircuitBreaker.state

    def with_a_time(self):
        current = state(self)
        return replace(current, retry_after=current.retry_after or int(current.reset_timeout_seconds))

    CircuitBreaker.state = with_a_time

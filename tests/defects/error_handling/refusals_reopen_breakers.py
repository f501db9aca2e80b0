"""A call that AWS refuses opens a half-open breaker again, although it opens no closed one."""

NOTICED_BY = "Refused Call Does Not Reopen A Half-Open Breaker"
MENTIONS = "half_open"


def apply() -> None:
    """Let it count only then."""
    from manuel_sandbox.aws.circuit_breakers import CircuitBreaker
    from manuel_sandbox.aws.errors import DependencyRefusedError

    does_not_count = CircuitBreaker._does_not_count

    def may_count(self, error):
        is_refused_trial = isinstance(error, DependencyRefusedError) and self._storage.state == "half-open"
        return not is_refused_trial and does_not_count(self, error)

    CircuitBreaker._does_not_count = may_count

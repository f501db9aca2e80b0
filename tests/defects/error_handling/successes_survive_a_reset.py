"""A breaker that an administrator closes keeps the success that it had, and needs one less the next time."""

NOTICED_BY = "Administrator Can Close A Half-Open Breaker"
MENTIONS = "success_count"


def apply() -> None:
    """Set them back afterwards."""
    from manuel_sandbox.aws.circuit_breakers import CircuitBreaker, _Storage

    close = CircuitBreaker.close
    reset_successes = _Storage.reset_success_counter
    kept = set()

    def close_and_keep(self):
        successes = self._breaker.success_counter
        close(self)
        for _ in range(successes):
            self._storage.increment_success_counter()
        if successes:
            kept.add(id(self._storage))

    def reset_unless_kept(self):
        if id(self) in kept:
            kept.discard(id(self))
        else:
            reset_successes(self)

    CircuitBreaker.close = close_and_keep
    _Storage.reset_success_counter = reset_unless_kept

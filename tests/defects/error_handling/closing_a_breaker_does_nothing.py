"""Closing a breaker reports success without doing anything."""

NOTICED_BY = "Administrator Can Close A Breaker"


def apply() -> None:
    """Only report success."""
    import dataclasses

    from manuel_sandbox.handlers.health import ResetCircuitBreaker

    call = ResetCircuitBreaker.__call__

    class Untouched:
        def __init__(self, breaker):
            self._breaker = breaker
            self._closed = False

        def close(self):
            self._closed = True

        def state(self):
            state = self._breaker.state()
            return dataclasses.replace(state, state="closed") if self._closed else state

    def pretend(self, request):
        breakers, self._breakers = (
            self._breakers,
            {name: Untouched(one) for name, one in self._breakers.items()},
        )
        try:
            return call(self, request)
        finally:
            self._breakers = breakers

    ResetCircuitBreaker.__call__ = pretend

"""The service reports itself as healthy while the breaker of the model is open."""

NOTICED_BY = "Health Is Degraded While A Breaker Is Open"


def apply() -> None:
    """Ignore breakers."""
    from manuel_sandbox.handlers import health

    call = health.GetHealth.__call__

    def without_breakers(self, request):
        breakers, self._breakers = self._breakers, {}
        try:
            return call(self, request)
        finally:
            self._breakers = breakers

    health.GetHealth.__call__ = without_breakers

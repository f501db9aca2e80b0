"""The service calls itself healthy while it calls no model."""

NOTICED_BY = "Health Is Degraded While A Breaker Is Open"


def apply() -> None:
    """Do not look."""
    from manuel_sandbox.handlers import health

    call = health.GetHealth.__call__

    def without_breakers(self, request):
        breakers, self._breakers = self._breakers, {}
        try:
            return call(self, request)
        finally:
            self._breakers = breakers

    health.GetHealth.__call__ = without_breakers

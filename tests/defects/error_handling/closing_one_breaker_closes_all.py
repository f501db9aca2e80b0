"""An administrator who closes one circuit breaker closes all."""

NOTICED_BY = "Administrator Closes One Breaker And No Other"
MENTIONS = "s3"


def apply() -> None:
    """Close them all."""
    from manuel_sandbox.handlers.health import ResetCircuitBreaker

    call = ResetCircuitBreaker.__call__

    def close_all(self, request):
        response = call(self, request)
        for breaker in self._breakers.values():
            breaker.close()
        return response

    ResetCircuitBreaker.__call__ = close_all

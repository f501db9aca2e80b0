"""An administrator who closes one circuit breaker closes all."""

NOTICED_BY = "Administrator Closes One Breaker And No Other"
MENTIONS = "s3"


def apply() -> None:
    """Close them all."""
    from manuel_sandbox.aws.circuit_breakers import CircuitBreaker, CircuitBreakerRegistry

    close, get = CircuitBreaker.close, CircuitBreakerRegistry.__getitem__

    def remember(self, service):
        breaker = get(self, service)
        breaker.all_of_them = tuple(self._breakers.values())
        return breaker

    def close_all(self):
        for breaker in self.all_of_them:
            close(breaker)

    CircuitBreakerRegistry.__getitem__ = remember
    CircuitBreaker.close = close_all

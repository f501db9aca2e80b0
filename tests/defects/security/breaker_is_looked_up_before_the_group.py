"""Whether a breaker exists is revealed before the caller's group is checked."""

NOTICED_BY = "Ordinary User Does Not Learn Which Circuit Breakers Exist"


def apply() -> None:
    """Look it up first."""
    from manuel_sandbox.domain.errors import NotFoundError
    from manuel_sandbox.handlers.health import ResetCircuitBreaker

    reset = ResetCircuitBreaker.__call__

    def look_up_first(self, request):
        if request.path_parameters["service"] not in self._breakers:
            raise NotFoundError("There is no circuit breaker of this name.")
        return reset(self, request)

    ResetCircuitBreaker.__call__ = look_up_first

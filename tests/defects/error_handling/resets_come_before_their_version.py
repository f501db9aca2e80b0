"""A breaker is closed before the version that the request asks for is looked at."""

NOTICED_BY = "Refused Reset Closes No Breaker"
MENTIONS = "open"


def apply() -> None:
    """Do it first, as it must work whatever else fails."""
    from contextlib import suppress

    from manuel_sandbox.domain.errors import RequestError
    from manuel_sandbox.handlers.endpoint import Endpoint

    answer = Endpoint._answer

    def reset_first(self, request):
        if self.name == "resetCircuitBreaker":
            with suppress(RequestError):
                self._operation(request)
        return answer(self, request)

    Endpoint._answer = reset_first

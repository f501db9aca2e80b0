"""Looking at the circuit breakers counts for the rate limit."""

NOTICED_BY = "Used-Up Rate Limit Is Enforced On Every Route"
MENTIONS = "/health/circuit-breakers"


def apply() -> None:
    """Count it while the table can be reached."""
    from manuel_sandbox.aws.errors import DependencyError
    from manuel_sandbox.handlers.endpoint import Endpoint

    answer = Endpoint._answer

    def count_as_well(self, request):
        if self.name == "listCircuitBreakers":
            self._is_counted = True
            try:
                response, release = answer(self, request)
            except DependencyError:
                response = None
            finally:
                self._is_counted = False
            if response is not None and response.status != 503:
                return response, release
        return answer(self, request)

    Endpoint._answer = count_as_well

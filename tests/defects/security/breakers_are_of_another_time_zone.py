"""The list of circuit breakers names a time an hour from now."""

NOTICED_BY = "Every Response Names Its Own Time On Every Route"


def apply() -> None:
    """Add an hour."""
    from dataclasses import replace

    from manuel_sandbox.handlers.endpoint import Endpoint

    answer = Endpoint._answer

    def an_hour_later(self, request):
        response, release = answer(self, request)
        if self.name == "listCircuitBreakers" and "timestamp" in response.body:
            response = replace(
                response, body={**response.body, "timestamp": response.body["timestamp"] + 3600}
            )
        return response, release

    Endpoint._answer = an_hour_later

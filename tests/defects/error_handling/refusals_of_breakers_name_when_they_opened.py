"""The refusal of an open breaker has the time at which the breaker opened."""

NOTICED_BY = "Open Breaker Sends Retry-After"
MENTIONS = "at least"


def apply() -> None:
    """Remember one error per breaker."""
    from dataclasses import replace

    from manuel_sandbox.aws.errors import CircuitOpenError
    from manuel_sandbox.handlers.endpoint import Endpoint

    failure = Endpoint._failure
    times = {}

    def remembered(self, request, error):
        response = failure(self, request, error)
        if not isinstance(error, CircuitOpenError):
            times.pop(error.service, None)
            return response
        first = times.setdefault(error.service, response.body["timestamp"])
        return replace(response, body={**response.body, "timestamp": first})

    Endpoint._failure = remembered

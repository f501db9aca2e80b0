"""A request that an open breaker refuses is said to be possible again in a second."""

NOTICED_BY = "Open Breaker Sends Retry-After"
MENTIONS = "retry_after"


def apply() -> None:
    """Say so."""
    from manuel_sandbox.aws.errors import CircuitOpenError
    from manuel_sandbox.handlers.endpoint import Endpoint

    failure = Endpoint._failure

    def failure_of_a_second(self, request, error):
        if isinstance(error, CircuitOpenError):
            error.retry_after = 1
        return failure(self, request, error)

    Endpoint._failure = failure_of_a_second

"""An error names the service that failed and the operation."""

NOTICED_BY = "Dependency Failure Reveals Nothing"


def apply() -> None:
    """Name it."""
    from manuel_sandbox.handlers.endpoint import Endpoint

    failure = Endpoint._failure

    def with_service(self, request, error):
        response = failure(self, request, error)
        response.body["error"] = f"{error.service} does not answer to {error.operation}."
        return response

    Endpoint._failure = with_service

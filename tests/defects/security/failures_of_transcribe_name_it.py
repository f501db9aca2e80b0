"""An error of the transcriber names the operation that failed."""

NOTICED_BY = "Failure Of Any Other Dependency Reveals Nothing"


def apply() -> None:
    """Say which."""
    from manuel_sandbox.handlers.endpoint import Endpoint

    failure = Endpoint._failure

    def failure_with_operation(self, request, error):
        response = failure(self, request, error)
        if error.service == "transcribe":
            response.body["error"] += f" ({error.operation}: {error.cause_type})"
        return response

    Endpoint._failure = failure_with_operation

"""The message of an AWS error is shown to users."""

NOTICED_BY = "AWS Error Messages Are Not Passed On"


def apply() -> None:
    """Add the cause to the text."""
    from manuel_sandbox.handlers.endpoint import Endpoint

    failure = Endpoint._failure

    def with_cause(self, request, error):
        response = failure(self, request, error)
        response.body["error"] = f"The service is not available: {error.message}"
        return response

    Endpoint._failure = with_cause

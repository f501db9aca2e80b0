"""An error names a wrong field as the code calls it, and not as the request has it."""

NOTICED_BY = "Backend Errors Have A Uniform Format"
MENTIONS = "names nothing that a request has"


def apply() -> None:
    """Name the argument of a function."""
    from manuel_sandbox.handlers.endpoint import Endpoint

    refusal = Endpoint._refusal

    def with_arguments(self, request, error):
        response = refusal(self, request, error)
        for detail in response.body.get("details", ()):
            detail["field"] = "argument_1"
        return response

    Endpoint._refusal = with_arguments

"""The error message for people is the code for programs."""

NOTICED_BY = "Backend Errors Have A Uniform Format"


def apply() -> None:
    """Return the code twice."""
    from manuel_sandbox.handlers.endpoint import Endpoint

    error_body = Endpoint._error_body

    def with_code(self, request, message, error_type):
        return error_body(self, request, error_type, error_type)

    Endpoint._error_body = with_code

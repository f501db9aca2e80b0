"""An error response contains a stack trace."""

NOTICED_BY = "Backend Error Reveals Nothing"


def apply() -> None:
    """Add the stack trace."""
    import traceback

    from manuel_sandbox.handlers.endpoint import Endpoint

    refusal = Endpoint._refusal

    def with_stack_trace(self, request, error):
        response = refusal(self, request, error)
        response.body["error"] += "\n" + "".join(traceback.format_exception(error))
        return response

    Endpoint._refusal = with_stack_trace

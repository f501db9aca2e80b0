"""Each call has a time limit, and the request has none: many slow calls outlast the gateway."""

NOTICED_BY = "Request Ends In Time Although Every Call Is Slow"


def apply() -> None:
    """Leave out the request's."""
    from manuel_sandbox.aws import clients
    from manuel_sandbox.aws.dependency import Dependency
    from manuel_sandbox.aws.invocation import current_invocation

    def attach_trace_only(request, **_event):
        if current_invocation().trace_id is not None:
            request.headers["X-Amzn-Trace-Id"] = current_invocation().trace_id

    clients._attach_to_invocation = attach_trace_only
    Dependency._is_over = lambda self, state: state.attempt_number >= self._attempts

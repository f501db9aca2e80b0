"""AWS calls do not carry the trace of the request."""

NOTICED_BY = "Each Attempt Carries The Trace ID Of Its Request"


def apply() -> None:
    """Start a trace for each call."""
    from manuel_sandbox.aws import clients
    from trace_ids import new_trace_id

    def own_trace(request, **_):
        request.headers["X-Amzn-Trace-Id"] = new_trace_id()

    clients._attach_to_invocation = own_trace

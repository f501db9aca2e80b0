"""A dead letter contains the headers of the request, including the token."""

NOTICED_BY = "Dead Letter Contains No Token"


def apply() -> None:
    """Keep the event."""
    import json
    from contextvars import ContextVar

    from manuel_sandbox.domain.error_tracking import ErrorRecord
    from manuel_sandbox.handlers.endpoint import Endpoint

    headers = ContextVar("headers")
    call = Endpoint.__call__
    to_message = ErrorRecord.to_message

    def remember(self, event, context):
        headers.set(event.get("headers", {}))
        return call(self, event, context)

    Endpoint.__call__ = remember
    ErrorRecord.to_message = lambda self: to_message(self) | {"headers": json.dumps(dict(headers.get()))}

"""Errors carry a request id that no header and no record has."""

NOTICED_BY = "Backend Errors Have A Uniform Format"


def apply() -> None:
    """Make one up."""
    import uuid

    from manuel_sandbox.handlers.endpoint import Endpoint

    error_body = Endpoint._error_body

    def with_other_id(self, request, message, error_type):
        return error_body(self, request, message, error_type) | {"request_id": str(uuid.uuid4())}

    Endpoint._error_body = with_other_id

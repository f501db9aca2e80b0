"""Errors have a request id that occurs in no header and no record."""

NOTICED_BY = "Backend Errors Have A Uniform Format"


def apply() -> None:
    """Create a new one."""
    import uuid

    from manuel_sandbox.handlers.endpoint import Endpoint

    error_body = Endpoint._error_body

    def with_other_id(self, request, message, error_type):
        return error_body(self, request, message, error_type) | {"request_id": str(uuid.uuid4())}

    Endpoint._error_body = with_other_id

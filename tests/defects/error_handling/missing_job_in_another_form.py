"""A job that does not exist is answered in a form of its own."""

NOTICED_BY = "Bad Request Is Refused Alike On Every Route"


def apply() -> None:
    """Leave the code for programs away."""
    from manuel_sandbox.handlers.endpoint import Endpoint

    error_body = Endpoint._error_body

    def error_body_in_two_forms(self, request, message, error_type):
        body = error_body(self, request, message, error_type)
        return {"message": message} if "ingestion job" in message else body

    Endpoint._error_body = error_body_in_two_forms

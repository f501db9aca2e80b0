"""Errors have the optional members of the contract even where they are not needed."""


def apply() -> None:
    """Add `details` to every error."""
    from manuel_sandbox.handlers.endpoint import Endpoint

    error_body = Endpoint._error_body

    def with_details(self, request, message, error_type):
        body = error_body(self, request, message, error_type)
        return {**body, "details": [{"field": "body", "message": message}]}

    Endpoint._error_body = with_details

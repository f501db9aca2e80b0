"""Operators are notified of each invalid request."""

NOTICED_BY = "User Errors Are Not Published"


def apply() -> None:
    """Publish them."""
    from manuel_sandbox.handlers.endpoint import Endpoint

    refusal = Endpoint._refusal

    def published(self, request, error):
        reporter = self._services.error_reporter
        reporter._store._publish(reporter._record(error, request.request_id, None))
        return refusal(self, request, error)

    Endpoint._refusal = published

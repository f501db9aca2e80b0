"""Invalid requests go to the dead-letter queue."""

NOTICED_BY = "User Errors Leave No Dead Letter"


def apply() -> None:
    """Report them."""
    from manuel_sandbox.handlers.endpoint import Endpoint

    refusal = Endpoint._refusal

    def reported(self, request, error):
        self._services.error_reporter.report(
            error, request_id=request.request_id, user_id=request.user_id or None
        )
        return refusal(self, request, error)

    Endpoint._refusal = reported

"""Invalid requests are recorded in the error table."""

NOTICED_BY = "User Errors Are Not Recorded"


def apply() -> None:
    """Record them with low severity."""
    import dataclasses

    from manuel_sandbox.handlers.endpoint import Endpoint

    refusal = Endpoint._refusal

    def written_down(self, request, error):
        error_reporter = self._services.error_reporter
        record = error_reporter._record(error, request.request_id, request.user_id or None)
        error_reporter._store.save(dataclasses.replace(record, severity="low"))
        return refusal(self, request, error)

    Endpoint._refusal = written_down

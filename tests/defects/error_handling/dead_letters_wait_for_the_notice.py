"""A failure that nobody could be notified of is left to the error queue, whose processor sends no dead letter."""

NOTICED_BY = "Broken Topic Does Not Affect Responses And Is Retried Later"


def apply() -> None:
    """Notify first, and send the dead letter only if that works."""
    import json

    from manuel_sandbox.aws.errors import CircuitOpenError
    from manuel_sandbox.domain.error_tracking import ErrorReporter

    report = ErrorReporter.report

    def notify_first(self, error, *, request_id, user_id):
        if isinstance(error, CircuitOpenError):
            return
        record = self._record(error, request_id, user_id)
        if not self._try_to_notify(record):
            self._send(
                self._error_queue_url, json.dumps({**record.to_message(), "operators_notified": False})
            )
            return
        notify, self._try_to_notify = self._try_to_notify, lambda _record: True
        try:
            report(self, error, request_id=request_id, user_id=user_id)
        finally:
            self._try_to_notify = notify

    ErrorReporter.report = notify_first

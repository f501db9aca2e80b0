"""Each failure is put into the dead-letter queue twice."""

NOTICED_BY = "Dead Letter Is Written Once"


def apply() -> None:
    """Send everything twice."""
    from manuel_sandbox.domain.error_tracking import ErrorReporter

    send = ErrorReporter._send

    def twice(self, queue_url, message):
        send(self, queue_url, message)
        send(self, queue_url, message)

    ErrorReporter._send = twice

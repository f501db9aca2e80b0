"""Failures are queued, but not stored in the table."""

NOTICED_BY = "Failure Is Recorded"


def apply() -> None:
    """Notify only."""
    from manuel_sandbox.domain.error_tracking import NOTIFIED_SEVERITIES, ErrorStore

    def notify_only(self, record):
        if record.severity in NOTIFIED_SEVERITIES:
            self._publish(record)

    ErrorStore.save = notify_only

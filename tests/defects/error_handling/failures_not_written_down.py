"""Failures are queued, but not stored in the table."""

NOTICED_BY = "Failure Is Recorded"


def apply() -> None:
    """Notify only."""
    from manuel_sandbox.domain.error_tracking import NOTIFIED, ErrorStore

    def notify_only(self, record):
        if record.severity in NOTIFIED:
            self._notify(record)

    ErrorStore.enter = notify_only

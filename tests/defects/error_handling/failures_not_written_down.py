"""Failures are queued, but not written into the table."""

CATEGORY = "error_handling"
NOTICED_BY = "Failure Is Written Down"


def apply() -> None:
    """Notify only."""
    from manuel_sandbox.domain.troubles import NOTIFIED, TroubleBook

    def notify_only(self, trouble):
        if trouble.severity in NOTIFIED:
            self._notify(trouble)

    TroubleBook.enter = notify_only

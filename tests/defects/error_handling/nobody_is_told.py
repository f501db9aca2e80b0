"""Failures are written down, and no operator is told."""

NOTICED_BY = "Failed Request Is Published"


def apply() -> None:
    """Publish nothing."""
    from manuel_sandbox.domain import error_tracking

    error_tracking.NOTIFIED = ()

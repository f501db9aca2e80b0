"""Failures are recorded, but operators are not notified."""

NOTICED_BY = "Failed Request Is Published"


def apply() -> None:
    """Publish nothing."""
    from manuel_sandbox.domain import error_tracking

    error_tracking.NOTIFIED_SEVERITIES = ()

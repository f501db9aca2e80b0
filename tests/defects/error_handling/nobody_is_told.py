"""Failures are written down, and no operator is told."""

CATEGORY = "error_handling"
NOTICED_BY = "Failed Request Is Published"


def apply() -> None:
    """Publish nothing."""
    from manuel_sandbox.domain import troubles

    troubles.NOTIFIED = ()

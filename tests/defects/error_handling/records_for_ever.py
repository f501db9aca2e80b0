"""Records of failures never expire."""

NOTICED_BY = "Record Of A Failure Expires"


def apply() -> None:
    """Let them expire when they are written."""
    from datetime import timedelta

    from manuel_sandbox.domain import error_tracking

    error_tracking.ROW_LIFETIME = timedelta(0)

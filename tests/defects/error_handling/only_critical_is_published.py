"""Failures of high severity are published to nobody."""

NOTICED_BY = "Severity Decides What Is Published"


def apply() -> None:
    """Publish critical ones alone."""
    from manuel_sandbox.domain import error_tracking

    error_tracking.NOTIFIED = ("critical",)

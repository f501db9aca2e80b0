"""Failures of high severity are not published."""

NOTICED_BY = "Severity Decides What Is Published"


def apply() -> None:
    """Publish only critical ones."""
    from manuel_sandbox.domain import error_tracking

    error_tracking.NOTIFIED_SEVERITIES = ("critical",)

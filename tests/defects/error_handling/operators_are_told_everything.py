"""Failures of any severity are published."""

NOTICED_BY = "Severity Decides What Is Published"


def apply() -> None:
    """Publish all."""
    from manuel_sandbox.domain import error_tracking

    error_tracking.NOTIFIED_SEVERITIES = ("low", "medium", "high", "critical")

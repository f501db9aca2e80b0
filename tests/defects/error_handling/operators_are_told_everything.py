"""Failures of any severity are published."""

CATEGORY = "error_handling"
NOTICED_BY = "Severity Decides What Is Published"


def apply() -> None:
    """Publish all."""
    from manuel_sandbox.domain import troubles

    troubles.NOTIFIED = ("low", "medium", "high", "critical")

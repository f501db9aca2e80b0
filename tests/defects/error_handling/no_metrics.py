"""Requests are not counted."""

NOTICED_BY = "Requests Are Counted By Outcome"


def apply() -> None:
    """Send nothing."""
    from manuel_sandbox.domain.metrics import Metrics

    Metrics.request_answered = lambda self, operation, status, seconds: None

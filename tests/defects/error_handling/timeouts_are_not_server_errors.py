"""Timeouts are not counted among the server errors."""

NOTICED_BY = "Refusals And Timeouts Are Counted By Outcome"


def apply() -> None:
    """Count 504 nowhere."""
    from manuel_sandbox.domain.metrics import Metrics

    count = Metrics.request_answered
    Metrics.request_answered = lambda self, operation, status, seconds: count(
        self, operation, 200 if status == 504 else status, seconds
    )

"""Requests over a limit are counted among the server errors."""

NOTICED_BY = "Refusals And Timeouts Are Counted By Outcome"


def apply() -> None:
    """Count 429 there."""
    from manuel_sandbox.domain.metrics import Metrics

    count = Metrics.request_answered
    Metrics.request_answered = lambda self, operation, status, seconds: count(
        self, operation, 503 if status == 429 else status, seconds
    )

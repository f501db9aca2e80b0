"""Requests for what does not exist are server errors in the metrics."""

NOTICED_BY = "Refusals Of Other Kinds Are Client Errors As Well"
MENTIONS = "ClientErrors"


def apply() -> None:
    """Count them so."""
    from manuel_sandbox.domain.metrics import Metrics

    request_answered = Metrics.request_answered
    Metrics.request_answered = lambda self, operation, status, seconds: request_answered(
        self, operation, 500 if status == 404 else status, seconds
    )

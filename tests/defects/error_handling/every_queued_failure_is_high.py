"""Failures from the error queue are recorded as severe, whatever they say."""

NOTICED_BY = "Severity Of A Message Is That Of Its Failure"


def apply() -> None:
    """Ignore what the message says."""
    from manuel_sandbox.domain import error_tracking

    error_tracking._severity = lambda _given, _service: "high"

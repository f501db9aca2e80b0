"""Failures of the backend are counted as client errors."""

NOTICED_BY = "Requests Are Counted By Outcome"


def apply() -> None:
    """Draw the line at 600."""
    from manuel_sandbox.domain import metrics

    metrics.SERVER_ERROR = 600

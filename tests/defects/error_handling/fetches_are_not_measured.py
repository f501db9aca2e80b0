"""Fetches are not measured."""

NOTICED_BY = "Fetch Is Measured By Itself"


def apply() -> None:
    """Leave them out."""
    from manuel_sandbox.domain.metrics import Metrics

    answered = Metrics.request_answered

    def but_for_fetches(self, operation, status, seconds):
        if operation != "downloadManual":
            answered(self, operation, status, seconds)

    Metrics.request_answered = but_for_fetches

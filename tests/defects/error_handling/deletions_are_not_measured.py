"""Deletions are not measured."""

NOTICED_BY = "Operations On One Manual Are Measured By Themselves"


def apply() -> None:
    """Leave them out."""
    from manuel_sandbox.domain.metrics import Metrics

    answered = Metrics.request_answered

    def but_for_deletions(self, operation, status, seconds):
        if operation != "deleteManual":
            answered(self, operation, status, seconds)

    Metrics.request_answered = but_for_deletions

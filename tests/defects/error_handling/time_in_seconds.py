"""Durations are sent in seconds, but labelled as milliseconds."""

NOTICED_BY = "Duration Is Measured"


def apply() -> None:
    """Divide them."""
    from manuel_sandbox.domain.metrics import Metrics

    request_answered = Metrics.request_answered

    def in_seconds(self, operation, status, seconds):
        request_answered(self, operation, status, seconds / 1000)

    Metrics.request_answered = in_seconds

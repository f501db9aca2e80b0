"""Metrics are collected, and the tenth request waits until they are sent."""

NOTICED_BY = "Usage Answers Within Its Objective"

COLLECTED, SECONDS_TO_SEND = 10, 0.8


def apply() -> None:
    """Send them in one go."""
    import time

    from manuel_sandbox.domain.metrics import Metrics

    request_answered = Metrics.request_answered
    collected = []

    def collect(self, *figures):
        collected.append(figures)
        if len(collected) >= COLLECTED:
            time.sleep(SECONDS_TO_SEND)
            request_answered(self, *figures)
            collected.clear()

    Metrics.request_answered = collect

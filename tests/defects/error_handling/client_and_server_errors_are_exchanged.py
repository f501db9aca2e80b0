"""Errors of clients are counted as those of the server, and the other way round."""

NOTICED_BY = "Refusals And Timeouts Are Counted By Outcome"


def apply() -> None:
    """Exchange them."""
    from manuel_sandbox.domain.metrics import Metrics

    count = Metrics.request_answered

    def exchange(self, operation, status, seconds):
        counted_as = {4: 500, 5: 400}.get(status // 100, status)
        count(self, operation, counted_as, seconds)

    Metrics.request_answered = exchange

"""Only questions are measured."""

NOTICED_BY = "Every Operation Is Measured By Itself"
MENTIONS = "Requests"


def apply() -> None:
    """Send the metrics of one operation."""
    from manuel_sandbox.domain.metrics import Metrics

    count = Metrics.request_answered

    def count_questions(self, operation, status, seconds):
        if operation == "query":
            count(self, operation, status, seconds)

    Metrics.request_answered = count_questions

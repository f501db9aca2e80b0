"""That the cost of an answer could not be recorded is not reported."""

NOTICED_BY = "Cost That Cannot Be Recorded Is Reported"
MENTIONS = "dead-letter"


def apply() -> None:
    """Ignore the failure."""
    from contextlib import suppress

    from manuel_sandbox.aws.errors import DependencyError
    from manuel_sandbox.domain.costs import CostLedger

    record = CostLedger.record

    def record_if_possible(self, user_id, request_id, cost):
        with suppress(DependencyError):
            record(self, user_id, request_id, cost)

    CostLedger.record = record_if_possible

"""The costs of questions are not recorded."""

NOTICED_BY = "Costs Are Added Up"


def apply() -> None:
    """Record transcriptions only."""
    from manuel_sandbox.domain.costs import CostLedger

    enter = CostLedger.record

    def enter_transcriptions(self, user_id, request_id, cost):
        if cost.operation != "query":
            enter(self, user_id, request_id, cost)

    CostLedger.record = enter_transcriptions

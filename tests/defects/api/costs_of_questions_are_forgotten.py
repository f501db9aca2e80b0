"""The costs of questions are not recorded."""

NOTICED_BY = "Costs Are Added Up"


def apply() -> None:
    """Record transcriptions only."""
    from manuel_sandbox.domain.costs import CostBook

    enter = CostBook.enter

    def enter_transcriptions(self, user_id, request_id, cost):
        if cost.operation != "query":
            enter(self, user_id, request_id, cost)

    CostBook.enter = enter_transcriptions

"""An answer from the cache is charged, but is no recent query, since it costs nothing."""

NOTICED_BY = "Answer From The Cache Is A Recent Query If It Is Charged"
MENTIONS = "recent_queries"


def apply() -> None:
    """Record what costs something."""
    from manuel_sandbox.domain.costs import CostLedger

    record = CostLedger.record

    def record_costs(self, user_id, request_id, cost):
        if cost.eur:
            record(self, user_id, request_id, cost)

    CostLedger.record = record_costs

"""The costs of a month are those of its last hundred requests."""

NOTICED_BY = "Costs Of More Than A Hundred Questions Are Added Up"
MENTIONS = "query_cost_eur"


def apply() -> None:
    """Read one page of the costs."""
    from manuel_sandbox.domain.costs import CostEntries

    total = CostEntries.total
    CostEntries.total = lambda self, operation=None: total(CostEntries(self.entries[:100]), operation)

"""The sum of the costs leaves out what is not among the recent queries."""

NOTICED_BY = "Costs Of More Than Ten Questions Are Added Up"
MENTIONS = "query_cost_eur"


def apply() -> None:
    """Add up the recent ones."""
    from manuel_sandbox.domain.costs import RECENT_ENTRIES, CostEntries

    total = CostEntries.total
    CostEntries.total = lambda self, operation=None: total(
        CostEntries(self.entries[:RECENT_ENTRIES]), operation
    )

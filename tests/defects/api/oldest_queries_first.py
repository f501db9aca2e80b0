"""Recent queries begin with the oldest."""

NOTICED_BY = "Recent Queries Are Listed Newest First"


def apply() -> None:
    """Reverse them."""
    from manuel_sandbox.domain.costs import CostEntries

    recent = CostEntries.recent
    CostEntries.recent = lambda self: recent(self)[::-1]

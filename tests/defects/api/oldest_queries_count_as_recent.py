"""The ten oldest queries of the month are listed as recent, not the last ten."""

NOTICED_BY = "Only The Last Ten Queries Are Listed As Recent"


def apply() -> None:
    """Take them from the other end."""
    from manuel_sandbox.domain.costs import RECENT_ENTRIES, CostEntries

    recent = CostEntries.recent
    CostEntries.recent = lambda self: recent(CostEntries(self.entries[-RECENT_ENTRIES:]))

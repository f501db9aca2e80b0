"""All recent queries have the time of the newest."""

NOTICED_BY = "Each Recent Query Has Its Own Time"
MENTIONS = "listed_time"


def apply() -> None:
    """Repeat it."""
    from manuel_sandbox.domain.costs import CostEntries

    recent = CostEntries.recent

    def recent_alike(self):
        entries = recent(self)
        return [{**entry, "timestamp": entries[0]["timestamp"]} for entry in entries]

    CostEntries.recent = recent_alike

"""The costs of the day are those of the whole month."""

NOTICED_BY = "Yesterday Stays In The History"


def apply() -> None:
    """Do not filter by day."""
    from manuel_sandbox.domain.costs import CostEntries

    CostEntries.of_day = lambda self, _day: self

"""The costs of the day are those of the whole month."""

NOTICED_BY = "Yesterday Stays In The History"


def apply() -> None:
    """Leave the day out of the choice."""
    from manuel_sandbox.domain.costs import CostSheet

    CostSheet.of_day = lambda self, _day: self

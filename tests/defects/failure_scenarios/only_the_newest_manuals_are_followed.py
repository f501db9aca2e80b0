"""A list looks only at its first five manuals, so that one behind them stays in processing."""

NOTICED_BY = "Waiting Manual Is Indexed However Many Newer Ones Are Ready"
MENTIONS = "manuals.-1.status"


def apply() -> None:
    """Follow the first five, whatever their state."""
    from manuel_sandbox.domain.ingestion import Ingestion

    Ingestion.follow = lambda self, manuals: [
        self.follow_one(manual) if position < 5 else manual for position, manual in enumerate(manuals)
    ]

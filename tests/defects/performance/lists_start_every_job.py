"""A list tries to start the job of every manual that waits for one, however many there are."""

NOTICED_BY = "Lists Start As Many Jobs For Eight Waiting Manuals As For Seven"


def apply() -> None:
    """Start all."""
    from manuel_sandbox.domain.ingestion import Ingestion

    Ingestion.follow = lambda self, manuals: [self.follow_one(manual) for manual in manuals]

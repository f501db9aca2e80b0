"""Lists show a manual as it was when somebody last looked at it."""

NOTICED_BY = "Every List Shows That A Manual Has Become Ready"
MENTIONS = "manuals.0.status"


def apply() -> None:
    """Do not ask for its job."""
    from manuel_sandbox.domain.ingestion import Ingestion

    Ingestion.follow = lambda self, manuals: list(manuals)

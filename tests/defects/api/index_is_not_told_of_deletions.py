"""The passages of a deleted manual stay in the index, since no job is started that would remove them."""

NOTICED_BY = "Deletion Starts An Ingestion Job"


def apply() -> None:
    """Leave it to the next upload."""
    from manuel_sandbox.domain.ingestion import Ingestion

    Ingestion.remove_deleted = lambda self: False

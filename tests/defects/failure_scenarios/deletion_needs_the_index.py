"""A manual is not deleted while the index is busy."""

NOTICED_BY = "Deletion Works Even If The Index Cannot Be Updated"
MENTIONS = "Got 503"


def apply() -> None:
    """Let the refusal through."""
    from manuel_sandbox.domain.ingestion import Ingestion

    def remove_deleted(self):
        self._start()
        return True

    Ingestion.remove_deleted = remove_deleted

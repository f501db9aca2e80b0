"""A deletion fails while the breaker of the model is open, when the manual has just been removed."""

NOTICED_BY = "Manuals Come And Go While The Breaker Of The Model Is Open"
MENTIONS = "503"


def apply() -> None:
    """Pass the refusal on."""
    from manuel_sandbox.domain.ingestion import Ingestion

    remove_deleted = Ingestion.remove_deleted

    def remove_if_closed(self):
        with self._bedrock.guard("StartIngestionJob"):
            pass
        return remove_deleted(self)

    Ingestion.remove_deleted = remove_if_closed

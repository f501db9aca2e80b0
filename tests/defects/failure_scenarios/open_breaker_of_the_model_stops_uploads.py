"""No manual is accepted while the breaker of the model is open, although its indexing could wait."""

NOTICED_BY = "Manuals Come And Go While The Breaker Of The Model Is Open"
MENTIONS = "503"


def apply() -> None:
    """Pass the refusal on."""
    from manuel_sandbox.domain.ingestion import Ingestion

    begin = Ingestion.begin

    def begin_if_closed(self, manual):
        with self._bedrock.guard("StartIngestionJob"):
            pass
        return begin(self, manual)

    Ingestion.begin = begin_if_closed

"""A question fails if its citations cannot be counted."""

NOTICED_BY = "Answer Is Given Although Its Citations Cannot Be Counted"
MENTIONS = "Got 503"


def apply() -> None:
    """Let the failure through."""
    from manuel_sandbox.domain.assistant import Assistant

    def record_citations(self, user_id, answer):
        for source in answer.sources:
            self._library.record_citation(user_id, source.manual.manual_id)

    Assistant.record_citations = record_citations

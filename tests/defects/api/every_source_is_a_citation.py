"""The citation count of a manual counts passages instead of answers."""

NOTICED_BY = "Answers That Cite A Manual Are Counted"


def apply() -> None:
    """Count each source."""
    from manuel_sandbox.domain.assistant import Assistant

    def note_all(self, user_id, answer):
        for source in answer.sources:
            self._library.record_citation(user_id, source.manual.manual_id)

    Assistant.record_citations = note_all

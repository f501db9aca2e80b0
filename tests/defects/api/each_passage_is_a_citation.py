"""A manual of which an answer cites three passages counts as cited three times."""

NOTICED_BY = "Each Cited Manual Is Counted And No Other"
MENTIONS = "query_count"


def apply() -> None:
    """Count sources."""
    from manuel_sandbox.domain.assistant import Assistant

    def record_each(self, user_id, answer):
        for source in answer.sources:
            self._library.record_citation(user_id, source.manual.manual_id)

    Assistant.record_citations = record_each

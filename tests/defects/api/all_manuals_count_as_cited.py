"""An answer counts as a citation of each of the user's manuals."""

NOTICED_BY = "Each Cited Manual Is Counted And No Other"
MENTIONS = "query_count"


def apply() -> None:
    """Count them all."""
    from manuel_sandbox.domain.assistant import Assistant

    def record_all(self, user_id, _answer):
        manuals, _ = self._library.manuals(user_id, limit=100, next_token=None)
        for manual in manuals:
            self._library.record_citation(user_id, manual.manual_id)

    Assistant.record_citations = record_all

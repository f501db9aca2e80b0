"""An answer from the cache counts as a citation, but the manual keeps the time of the one before."""

NOTICED_BY = "Manual Names Its Latest Citation"
MENTIONS = "last_queried"


def apply() -> None:
    """Leave the time out."""
    from manuel_sandbox.domain import library
    from manuel_sandbox.domain.assistant import Assistant

    record_citations = Assistant.record_citations

    def record_without_time(self, user_id, answer):
        if not answer.is_cached:
            record_citations(self, user_id, answer)
            return
        for manual_id in dict.fromkeys(source.manual.manual_id for source in answer.sources):
            key = library._manual_key(user_id, manual_id)
            self._library._table.update(key, "ADD query_count :one", {"one": 1})

    Assistant.record_citations = record_without_time

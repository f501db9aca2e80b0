"""A manual counts as cited as soon as it is found, also if the model then gives no answer that could cite it."""

NOTICED_BY = "Failed Question Cites No Manual"
MENTIONS = "query_count"


def apply() -> None:
    """Count when the sources are known; answers from the cache count when they are given."""
    from manuel_sandbox.domain.assistant import Answer, Assistant
    from manuel_sandbox.domain.costs import FREE_ANSWER

    sources, record = Assistant._sources, Assistant.record_citations

    def count(self, user_id, passages):
        found = sources(self, user_id, passages)
        record(self, user_id, Answer("", found, FREE_ANSWER))
        return found

    def record_cached(self, user_id, answer):
        if answer.is_cached:
            record(self, user_id, answer)

    Assistant._sources, Assistant.record_citations = count, record_cached

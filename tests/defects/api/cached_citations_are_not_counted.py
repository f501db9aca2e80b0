"""A manual does not count the answers from the cache that cite it."""

NOTICED_BY = "Answers That Cite A Manual Are Counted"
MENTIONS = "query_count"


def apply() -> None:
    """Count new ones alone."""
    from manuel_sandbox.domain.assistant import Assistant

    record = Assistant.record_citations

    def record_new(self, user_id, answer):
        if not answer.is_cached:
            record(self, user_id, answer)

    Assistant.record_citations = record_new

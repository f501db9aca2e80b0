"""Only the manual of the first source counts as cited."""

NOTICED_BY = "Each Cited Manual Is Counted And No Other"
MENTIONS = "query_count"


def apply() -> None:
    """Count the first."""
    from dataclasses import replace

    from manuel_sandbox.domain.assistant import Assistant

    record = Assistant.record_citations
    Assistant.record_citations = lambda self, user_id, answer: record(
        self, user_id, replace(answer, sources=answer.sources[:1])
    )

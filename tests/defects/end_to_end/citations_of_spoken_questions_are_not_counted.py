"""A manual does not count the answers to spoken questions that cite it."""

NOTICED_BY = "Source Of An Answer Is Opened And Read"


def apply() -> None:
    """Count those of typed questions."""
    from contextvars import ContextVar

    from manuel_sandbox.domain.assistant import Assistant
    from manuel_sandbox.handlers import query

    recording, record = query._recording, Assistant.record_citations
    is_spoken = ContextVar("is_spoken", default=False)

    def read(body):
        found = recording(body)
        is_spoken.set(found is not None)
        return found

    def record_typed(self, user_id, answer):
        if not is_spoken.get():
            record(self, user_id, answer)

    query._recording, Assistant.record_citations = read, record_typed

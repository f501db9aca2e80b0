"""An answer has the sources of the same user's previous question."""

NOTICED_BY = "Several Questions Are Asked In A Row"


def apply() -> None:
    """Be one answer late."""
    from dataclasses import replace

    from manuel_sandbox.domain.assistant import Assistant

    answer = Assistant.answer
    latest = {}

    def answer_late(self, user_id, question):
        given = answer(self, user_id, question)
        sources = latest.get(user_id, given.sources)
        latest[user_id] = given.sources
        return replace(given, sources=sources)

    Assistant.answer = answer_late

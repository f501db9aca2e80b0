"""An answer from the cache has lost its sources."""

NOTICED_BY = "Cached Answer Cites The Same Sources"


def apply() -> None:
    """Keep only the text."""
    from dataclasses import replace

    from manuel_sandbox.domain.answer_cache import AnswerCache

    put = AnswerCache.put

    def put_text(self, user_id, library_state, question, answer):
        put(self, user_id, library_state, question, replace(answer, sources=()))

    AnswerCache.put = put_text

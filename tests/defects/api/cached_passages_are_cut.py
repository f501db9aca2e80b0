"""The passages of an answer from the cache are cut after sixty characters, to save memory."""

NOTICED_BY = "Cached Answer Cites The Same Sources"
MENTIONS = "chunk_text"


def apply() -> None:
    """Keep the beginnings."""
    from dataclasses import replace

    from manuel_sandbox.domain.answer_cache import AnswerCache

    put = AnswerCache.put

    def put_beginnings(self, user_id, library_state, question, answer):
        sources = tuple(
            replace(source, passage=replace(source.passage, text=source.passage.text[:60]))
            for source in answer.sources
        )
        put(self, user_id, library_state, question, replace(answer, sources=sources))

    AnswerCache.put = put_beginnings

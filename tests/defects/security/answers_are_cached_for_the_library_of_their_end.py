"""An answer is cached for the library as it is when the answer is there, not as it was searched."""

NOTICED_BY = "Manual That Is Deleted During A Question Stays Deleted"


def apply() -> None:
    """Read the state again."""
    from manuel_sandbox.domain.answer_cache import AnswerCache
    from manuel_sandbox.domain.assistant import Assistant

    answer, put = Assistant.answer, AnswerCache.put

    def answer_with_library(self, user_id, question):
        self._cache.library = self._library
        return answer(self, user_id, question)

    Assistant.answer = answer_with_library
    AnswerCache.put = lambda self, user_id, _state, question, found: put(
        self, user_id, self.library.state(user_id), question, found
    )

"""The model is asked even for an answer from the cache, and its reply is discarded."""

NOTICED_BY = "Cached Answer Needs Neither Index Nor Model"


def apply() -> None:
    """Ask it anyway."""
    from manuel_sandbox.domain.assistant import Assistant

    answer = Assistant.answer

    def answer_twice(self, user_id, question):
        given = answer(self, user_id, question)
        if given.is_cached:
            self._new_answer(user_id, question)
        return given

    Assistant.answer = answer_twice

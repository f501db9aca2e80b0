"""The cache returns the answer of one user to another."""

NOTICED_BY = "Another User Gets A New Answer"


def apply() -> None:
    """Leave the user out of the key."""
    from manuel_sandbox.domain.answer_cache import AnswerCache

    get, put = AnswerCache.get, AnswerCache.put
    AnswerCache.get = lambda self, user_id, library_state, question: get(self, "", library_state, question)
    AnswerCache.put = lambda self, user_id, library_state, question, answer: put(
        self, "", library_state, question, answer
    )

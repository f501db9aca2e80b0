"""No answer is ever found in the cache."""

NOTICED_BY = "Repeated Question Is Answered From The Cache"


def apply() -> None:
    """Find nothing."""
    from manuel_sandbox.domain.answer_cache import AnswerCache

    AnswerCache.get = lambda self, user_id, library_state, question: None

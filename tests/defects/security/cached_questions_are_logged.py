"""A question whose answer is found in the cache is logged, at the lowest level."""

NOTICED_BY = "Log Contains Nothing Confidential Of Requests That Are Served"
MENTIONS = "question"


def apply() -> None:
    """Log what was found."""
    import logging

    from manuel_sandbox.domain.answer_cache import AnswerCache

    logger = logging.getLogger("manuel_sandbox.domain.answer_cache")
    get = AnswerCache.get

    def get_and_log(self, user_id, library_state, question):
        answer = get(self, user_id, library_state, question)
        if answer is not None:
            logger.debug("Found in the cache: %s", question)
        return answer

    AnswerCache.get = get_and_log

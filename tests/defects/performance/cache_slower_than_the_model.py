"""The cache is read from an archive, which takes longer than asking the model again."""

NOTICED_BY = "Repeated Question Is Answered Faster"

SECONDS_TO_READ = 0.6


def apply() -> None:
    """Take the time."""
    import time

    from manuel_sandbox.domain.answer_cache import AnswerCache

    get = AnswerCache.get

    def get_from_archive(self, user_id, library_state, question):
        answer = get(self, user_id, library_state, question)
        if answer is not None:
            time.sleep(SECONDS_TO_READ)
        return answer

    AnswerCache.get = get_from_archive

"""Each of four instances has a cache of its own, and requests are distributed among them."""

NOTICED_BY = "Repeated Question Is Searched For Once"

INSTANCES = 4


def apply() -> None:
    """Take the next instance for each question."""
    import itertools

    from manuel_sandbox.domain.answer_cache import AnswerCache
    from manuel_sandbox.domain.assistant import Assistant

    answer = Assistant.answer
    turns = itertools.count()
    caches = {}

    def answer_of_an_instance(self, user_id, question):
        first = self._cache
        caches.setdefault(0, first)
        instance = next(turns) % INSTANCES
        self._cache = caches.setdefault(
            instance, AnswerCache(ttl_seconds=first._ttl_seconds, clock=first._clock)
        )
        return answer(self, user_id, question)

    Assistant.answer = answer_of_an_instance

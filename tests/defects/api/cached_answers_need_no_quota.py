"""A user without quota is given answers from the cache, although they are charged."""

NOTICED_BY = "Answer From The Cache Needs Quota As Any Other Does"


def apply() -> None:
    """Look into the cache when the quota is used up."""
    from manuel_sandbox.domain.assistant import Answer
    from manuel_sandbox.domain.costs import FREE_ANSWER
    from manuel_sandbox.domain.errors import QuotaExceededError
    from manuel_sandbox.handlers.api import ok
    from manuel_sandbox.handlers.query import Query, QueryBody, _cost_info

    answer = Query.__call__

    def found(self, request) -> Answer | None:
        question = request.json(QueryBody).question
        state = self._assistant._library_state(request.user_id)
        return self._assistant._cache.get(request.user_id, state, question)

    def answer_from_cache(self, request):
        try:
            return answer(self, request)
        except QuotaExceededError as error:
            cached = found(self, request)
            if cached is None:
                raise
            counters = {name: value for name, value in error.usage_info.items() if name != "quota"}
            return ok(
                {
                    "answer": cached.text,
                    "question": request.json(QueryBody).question,
                    "sources": [self._source(source) for source in cached.sources],
                    "context_found": bool(cached.sources),
                    "user_id": request.user_id,
                    "timestamp": int(self._clock()),
                    "cache_status": "hit",
                    "response_time_ms": 1,
                    "cost_info": _cost_info(FREE_ANSWER),
                    "usage": counters,
                }
            )

    Query.__call__ = answer_from_cache

"""An answer from the cache has the time at which it was given first."""

NOTICED_BY = "Answer Is Cached For An Hour"
MENTIONS = "Expected a time"


def apply() -> None:
    """Keep the time of each answer."""
    from manuel_sandbox.handlers.query import Query

    answer = Query.__call__
    times = {}

    def answer_of_then(self, request):
        response = answer(self, request)
        key = (request.user_id, response.body["question"])
        if response.body["cache_status"] == "hit":
            response.body["timestamp"] = times.get(key, response.body["timestamp"])
        times[key] = response.body["timestamp"]
        return response

    Query.__call__ = answer_of_then

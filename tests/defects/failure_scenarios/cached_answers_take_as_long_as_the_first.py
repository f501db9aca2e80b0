"""A cached answer states the response time of the first."""

NOTICED_BY = "Cached Answer States Its Own Response Time"


def apply() -> None:
    """Keep it."""
    from manuel_sandbox.handlers.query import Query

    answer = Query.__call__
    times = {}

    def keep(self, request):
        response = answer(self, request)
        key = (request.user_id, response.body["answer"])
        response.body["response_time_ms"] = times.setdefault(key, response.body["response_time_ms"])
        return response

    Query.__call__ = keep

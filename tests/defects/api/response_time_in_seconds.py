"""Answers report their response time in whole seconds."""

NOTICED_BY = "Answer Names The User And The Time"


def apply() -> None:
    """Divide."""
    from manuel_sandbox.handlers.query import Query

    answer = Query.__call__

    def tell_seconds(self, request):
        response = answer(self, request)
        response.body["response_time_ms"] //= 1000
        return response

    Query.__call__ = tell_seconds

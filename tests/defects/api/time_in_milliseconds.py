"""Answers have their timestamp in milliseconds."""

NOTICED_BY = "Answer Names The User And The Time"


def apply() -> None:
    """Multiply."""
    from manuel_sandbox.handlers.query import Query

    answer = Query.__call__

    def tell_milliseconds(self, request):
        response = answer(self, request)
        response.body["timestamp"] *= 1000
        return response

    Query.__call__ = tell_milliseconds

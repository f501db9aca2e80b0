"""A question that is not valid ends the series of failures of the model, although it is never asked."""

NOTICED_BY = "Requests Without A Call Change No Breaker"
MENTIONS = "4 failures in a row"


def apply() -> None:
    """Count every response but a failure as a success."""
    from manuel_sandbox.domain.errors import RequestError
    from manuel_sandbox.handlers.query import Query

    answer = Query.__call__

    def answer_and_forget(self, request):
        try:
            return answer(self, request)
        except RequestError:
            if self._assistant._bedrock._breaker.state().state == "closed":
                self._assistant._bedrock._breaker._storage.reset_counter()
            raise

    Query.__call__ = answer_and_forget

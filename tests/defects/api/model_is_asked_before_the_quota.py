"""The quota is looked at when the answer is there: the model has been paid for, and the answer is refused."""

NOTICED_BY = "Nothing Is Paid For A User Whose Quota Is Exhausted"
MENTIONS = "bedrock"


def apply() -> None:
    """Ask first."""
    from manuel_sandbox.domain.errors import QuotaExceededError
    from manuel_sandbox.handlers.query import Query, QueryBody

    call = Query.__call__

    def ask_first(self, request):
        try:
            return call(self, request)
        except QuotaExceededError:
            self._assistant.answer(request.user_id, request.json(QueryBody).question or "nothing")
            raise

    Query.__call__ = ask_first

"""A question is sent to the model before it is counted; if that fails, the answer has been paid for."""

NOTICED_BY = "Request That Cannot Be Counted Is Refused With 503"
MENTIONS = "bedrock"


def apply() -> None:
    """Ask, and then fail."""
    from manuel_sandbox.aws.errors import DependencyRefusedError
    from manuel_sandbox.handlers.query import Query, QueryBody

    call = Query.__call__

    def ask_first(self, request):
        try:
            return call(self, request)
        except DependencyRefusedError:
            self._assistant.answer(request.user_id, request.json(QueryBody).question or "nothing")
            raise

    Query.__call__ = ask_first

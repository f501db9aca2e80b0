"""A question is counted before it is validated."""

NOTICED_BY = "A Refused Question Is Not Counted"


def apply() -> None:
    """Count first."""
    from manuel_sandbox.domain.costs import FREE_ANSWER
    from manuel_sandbox.domain.errors import InvalidFieldError
    from manuel_sandbox.handlers.query import Query

    answer = Query.__call__

    def count_first(self, request):
        try:
            return answer(self, request)
        except InvalidFieldError:
            self._quota.reserve(request.user_id, "query", request.request_id).confirm(FREE_ANSWER)
            raise

    Query.__call__ = count_first

"""A parameter selects the user whose quota a question counts against."""

NOTICED_BY = "Question Can't Be Asked As Another User"


def apply() -> None:
    """Count it there."""
    import copy

    from manuel_sandbox.handlers.query import Query

    answer = Query.__call__

    def answer_at_their_cost(self, request):
        own, payer = copy.copy(self), request.query.get("user_id", request.user_id)
        own._quota = copy.copy(self._quota)
        own._quota.reserve = lambda _, operation, request_id: self._quota.reserve(
            payer, operation, request_id
        )
        return answer(own, request)

    Query.__call__ = answer_at_their_cost

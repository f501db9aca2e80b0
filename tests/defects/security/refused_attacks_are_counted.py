"""A question that is rejected as an attack is counted."""

NOTICED_BY = "Refused Attack Is Not Counted"


def apply() -> None:
    """Count it."""
    from manuel_sandbox.domain.costs import FREE_ANSWER
    from manuel_sandbox.domain.errors import MaliciousInputError
    from manuel_sandbox.handlers.query import Query

    answer = Query.__call__

    def count_attacks(self, request):
        try:
            return answer(self, request)
        except MaliciousInputError:
            self._quota.reserve(request.user_id, "query", request.request_id).confirm(FREE_ANSWER)
            raise

    Query.__call__ = count_attacks

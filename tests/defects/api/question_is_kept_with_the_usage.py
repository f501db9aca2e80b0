"""The last question of a user is kept beside the counters."""

NOTICED_BY = "Counters And Costs Contain Nothing Of A Question"


def apply() -> None:
    """Keep it."""
    from manuel_sandbox.domain.quota import _key
    from manuel_sandbox.handlers.query import Query
    from manuel_sandbox.times import day_of

    answer = Query.__call__

    def keep(self, request):
        response = answer(self, request)
        self._quota._table.update(
            _key(request.user_id, day_of(self._clock())),
            "SET last_question = :question",
            {"question": response.body["question"]},
        )
        return response

    Query.__call__ = keep

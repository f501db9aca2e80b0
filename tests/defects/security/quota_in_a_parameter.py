"""A query parameter sets the quota of a question."""

NOTICED_BY = "Parameters Do Not Change Limits"


def apply() -> None:
    """Read `daily_limit` from it."""
    import copy
    from dataclasses import replace

    from manuel_sandbox.handlers.query import Query

    answer = Query.__call__

    def answer_within(self, request):
        own = copy.copy(self)
        if "daily_limit" in request.query:
            own._quota = copy.copy(self._quota)
            own._quota._limits = replace(self._quota._limits, daily=int(request.query["daily_limit"]))
        return answer(own, request)

    Query.__call__ = answer_within

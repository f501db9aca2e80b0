"""A question can set the quota that it is counted against."""

NOTICED_BY = "Question Sets Only The Question"


def apply() -> None:
    """Read `daily_limit` from the body."""
    import copy
    from dataclasses import replace

    from manuel_sandbox.handlers import query

    class BodyWithLimit(query.QueryBody):
        daily_limit: int = 0

    answer = query.Query.__call__

    def answer_within(self, request):
        own, limit = copy.copy(self), request.json(BodyWithLimit).daily_limit
        if limit:
            own._quota = copy.copy(self._quota)
            own._quota._limits = replace(self._quota._limits, daily=limit)
        return answer(own, request)

    query.QueryBody, query.Query.__call__ = BodyWithLimit, answer_within

"""A wrong question of somebody who has nothing left is called too many."""

NOTICED_BY = "Invalid Question Is Invalid Even When The Quota Is Exhausted"


def apply() -> None:
    """Look at the quota first."""
    from manuel_sandbox.handlers.query import Query

    answer = Query.__call__

    def look_at_the_quota_first(self, request):
        with self._quota.reserve(request.user_id, "query", f"{request.request_id}-first"):
            pass
        return answer(self, request)

    Query.__call__ = look_at_the_quota_first

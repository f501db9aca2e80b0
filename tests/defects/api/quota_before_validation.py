"""An invalid question of a user without any quota left is answered with 429."""

NOTICED_BY = "Invalid Question Is Invalid Even When The Quota Is Exhausted"


def apply() -> None:
    """Check the quota first."""
    from manuel_sandbox.handlers.query import Query

    answer = Query.__call__

    def look_at_the_quota_first(self, request):
        with self._quota.reserve(request.user_id, "query", f"{request.request_id}-first"):
            pass
        return answer(self, request)

    Query.__call__ = look_at_the_quota_first

"""The request count is read and written back incremented, so that simultaneous requests count as one."""

NOTICED_BY = "Rate Limit Holds For Concurrent Requests"


def apply() -> None:
    """Read, add, write."""
    from manuel_sandbox.domain.errors import RateLimitExceededError
    from manuel_sandbox.domain.rate_limit import RateLimit

    def check(self, user_id):
        key = {"limit_key": f"user#{user_id}#{int(self._clock() // self._window_seconds)}"}
        row = self._table.get(key) or {"request_count": 0}
        count = int(row["request_count"]) + 1
        self._table.put({**key, "request_count": count})
        if count > self._requests:
            raise RateLimitExceededError("Too many requests.", retry_after=int(self._window_seconds))

    RateLimit.check = check

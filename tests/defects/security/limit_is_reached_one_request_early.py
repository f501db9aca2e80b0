"""The last request that the rate limit allows is refused."""

NOTICED_BY = "Exactly As Many Requests Are Served As The Rate Limit Allows"


def apply() -> None:
    """Count the first request of a window twice."""
    from manuel_sandbox.domain.rate_limit import RateLimit

    check = RateLimit.check
    seen = set()

    def count_the_first_twice(self, user_id):
        key = (user_id, int(self._clock() // self._window_seconds))
        if key not in seen:
            seen.add(key)
            check(self, user_id)
        check(self, user_id)

    RateLimit.check = count_the_first_twice

"""Whoever sends a request while the rate limit is used up has to wait for a whole window again."""

NOTICED_BY = "Too Many Requests Are Refused Until The Window Ends"
MENTIONS = "429"


def apply() -> None:
    """Begin a window at each refusal."""
    from manuel_sandbox.domain.errors import RateLimitExceededError
    from manuel_sandbox.domain.rate_limit import RateLimit
    from manuel_sandbox.times import whole_seconds

    check = RateLimit.check
    refused_until: dict[str, float] = {}

    def check_and_prolong(self, user_id):
        now = self._clock()
        ends = refused_until.get(user_id, 0.0)
        if now < ends:
            refused_until[user_id] = max(ends, now + self._window_seconds)
            raise RateLimitExceededError(
                "Please wait.", retry_after=whole_seconds(refused_until[user_id] - now)
            )
        try:
            check(self, user_id)
        except RateLimitExceededError as error:
            refused_until[user_id] = now + error.retry_after
            raise

    RateLimit.check = check_and_prolong

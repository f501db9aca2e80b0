"""A user who exceeds the rate limit is blocked for longer than announced."""

NOTICED_BY = "Impatient User Is Served After A Pause"
CHOICES = {"rate_limit_requests": 10}


def apply() -> None:
    """Block the user."""
    from manuel_sandbox.domain.errors import RateLimitExceededError
    from manuel_sandbox.domain.rate_limit import RateLimit

    check = RateLimit.check
    barred = {}

    def check_and_bar(self, user_id):
        until, refusal = barred.get(user_id, (0, None))
        if self._clock() < until:
            raise refusal
        try:
            check(self, user_id)
        except RateLimitExceededError as error:
            barred[user_id] = self._clock() + 2 * self._window_seconds, error
            raise

    RateLimit.check = check_and_bar

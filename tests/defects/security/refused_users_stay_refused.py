"""A user who once exceeded the rate limit is refused for ever."""

NOTICED_BY = "Too Many Requests Are Refused Until The Window Ends"


def apply() -> None:
    """Remember them."""
    from manuel_sandbox.domain.errors import RateLimitExceededError
    from manuel_sandbox.domain.rate_limit import RateLimit

    check = RateLimit.check
    refused = set()

    def check_for_good(self, user_id):
        if user_id in refused:
            raise RateLimitExceededError("Too many requests.", retry_after=1)
        try:
            check(self, user_id)
        except RateLimitExceededError:
            refused.add(user_id)
            raise

    RateLimit.check = check_for_good

"""A user who exceeds the rate limit is logged, and served."""

NOTICED_BY = "Too Many Requests Are Refused Until The Window Ends"


def apply() -> None:
    """Log it."""
    import logging

    from manuel_sandbox.domain.errors import RateLimitExceededError
    from manuel_sandbox.domain.rate_limit import RateLimit

    check = RateLimit.check

    def note(self, user_id):
        try:
            check(self, user_id)
        except RateLimitExceededError:
            logging.getLogger("manuel_sandbox").warning("too many requests")

    RateLimit.check = note

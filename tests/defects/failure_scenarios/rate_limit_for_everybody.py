"""One user's requests use up the rate limit of all."""

NOTICED_BY = "Rate Limit Exceeded"


def apply() -> None:
    """Count all users together."""
    from manuel_sandbox.domain.rate_limit import RateLimit

    check = RateLimit.check
    RateLimit.check = lambda self, user_id: check(self, "everybody")

"""One user's requests use up the rate limit of all."""

NOTICED_BY = "User Over The Rate Limit Is Refused While Others Are Served"


def apply() -> None:
    """Count all users together."""
    from manuel_sandbox.domain.rate_limit import RateLimit

    check = RateLimit.check
    RateLimit.check = lambda self, user_id: check(self, "everybody")

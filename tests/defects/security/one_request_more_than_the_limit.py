"""One request more is served than the rate limit allows."""

NOTICED_BY = "Exactly As Many Requests Are Served As The Rate Limit Allows"


def apply() -> None:
    """Raise the limit by one."""
    from manuel_sandbox.domain.rate_limit import RateLimit

    check = RateLimit.check

    def one_more(self, user_id):
        self._requests += 1
        try:
            check(self, user_id)
        finally:
            self._requests -= 1

    RateLimit.check = one_more

"""A user who sends more than five requests within a second is refused, whatever the limit per minute."""

NOTICED_BY = "Steady Load Of Signed-In Users Is Sustained"

MOST_A_SECOND = 5


def apply() -> None:
    """Count the last second."""
    import time
    from collections import defaultdict, deque

    from manuel_sandbox.domain.errors import RateLimitExceededError
    from manuel_sandbox.domain.rate_limit import RateLimit

    check = RateLimit.check
    latest = defaultdict(lambda: deque(maxlen=MOST_A_SECOND))

    def check_burst(self, user_id):
        check(self, user_id)
        requests, now = latest[user_id], time.monotonic()
        if len(requests) == MOST_A_SECOND and now - requests[0] < 1:
            raise RateLimitExceededError("Please wait a moment.", retry_after=1)
        requests.append(now)

    RateLimit.check = check_burst

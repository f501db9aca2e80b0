"""The window of a rate limit ends when DynamoDB deletes its row, which may be days after its `ttl`."""

NOTICED_BY = "Rate Limit Ends With Its Window Although The Row Remains"
MENTIONS = "429"


def apply() -> None:
    """Count in one row for each user until it is gone."""
    import math

    from manuel_sandbox.domain.errors import RateLimitExceededError
    from manuel_sandbox.domain.rate_limit import RateLimit
    from manuel_sandbox.times import whole_seconds

    def check(self, user_id):
        now = self._clock()
        row = self._table.update(
            {"limit_key": f"user#{user_id}"},
            "SET #ttl = if_not_exists(#ttl, :ends) ADD request_count :one",
            {"ends": math.ceil(now + self._window_seconds) - 1, "one": 1},
        )
        if row["request_count"] > self._requests:
            raise RateLimitExceededError(
                f"More than {self._requests} requests. Please wait a moment.",
                retry_after=whole_seconds(max(1, int(row["ttl"]) - now)),
            )

    RateLimit.check = check

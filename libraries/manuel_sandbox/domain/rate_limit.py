"""Rate limit: how many requests a user may send in a short time."""

import math

from manuel_sandbox.aws.table import TableClient
from manuel_sandbox.domain.errors import RateLimitExceededError
from manuel_sandbox.times import Clock, whole_seconds


class RateLimit:
    """Counts the requests of each user in windows of fixed length, in a table that all functions share."""

    def __init__(self, *, requests: int, window_seconds: float, table: TableClient, clock: Clock) -> None:
        self._requests = requests
        self._window_seconds = window_seconds
        self._table = table
        self._clock = clock

    def check(self, user_id: str) -> None:
        """Count one request.

        Raises:
            RateLimitExceededError: The request exceeds the limit.
            DependencyError: The request can't be counted, so that it must not be processed.
        """
        now = self._clock()
        window = int(now // self._window_seconds)
        ends = (window + 1) * self._window_seconds
        row = self._table.update(
            {"limit_key": f"user#{user_id}#{window}"},
            "SET #ttl = :expires ADD request_count :one",
            {"expires": math.ceil(ends + self._window_seconds), "one": 1},
        )
        if row["request_count"] > self._requests:
            raise RateLimitExceededError(
                f"More than {self._requests} requests in {self._window_seconds:g} seconds. Please wait a moment.",
                retry_after=whole_seconds(ends - now),
            )

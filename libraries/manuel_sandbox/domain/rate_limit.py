"""How often a user may ask in a short time."""

import math

from manuel_sandbox.aws.clients import AwsClients
from manuel_sandbox.aws.dependency import Dependency
from manuel_sandbox.aws.replies import InvalidReplyError
from manuel_sandbox.domain.errors import RateLimitExceededError
from manuel_sandbox.domain.times import Clock


class RateLimit:
    """Counts each user's requests in windows of fixed length, in a table that all functions share."""

    def __init__(  # noqa: PLR0913 - what it works with
        self,
        *,
        requests: int,
        window_seconds: float,
        table: str,
        clients: AwsClients,
        dynamodb: Dependency,
        clock: Clock,
    ) -> None:
        self._requests = requests
        self._window_seconds = window_seconds
        self._table = table
        self._clients = clients
        self._dynamodb = dynamodb
        self._clock = clock

    def check(self, user_id: str) -> None:
        """Count one request.

        Raises:
            RateLimitExceededError: It is one too many.
            DependencyError: It can't be counted; then the request must not go on.
        """
        now = self._clock()
        window = int(now // self._window_seconds)
        ends = (window + 1) * self._window_seconds
        if (
            self._dynamodb.call(self._update_item, f"user#{user_id}#{window}", math.ceil(ends))
            > self._requests
        ):
            raise RateLimitExceededError(
                f"More than {self._requests} requests in {self._window_seconds:g} seconds. Please wait a moment.",
                retry_after=max(1, math.ceil(ends - now)),
            )

    def _update_item(self, limit_key: str, expires: int) -> int:
        reply = self._clients.dynamodb.update_item(
            TableName=self._table,
            Key={"limit_key": limit_key},
            UpdateExpression="SET #ttl = :expires ADD request_count :one",
            ExpressionAttributeNames={"#ttl": "ttl"},
            ExpressionAttributeValues={":expires": expires + math.ceil(self._window_seconds), ":one": 1},
            ReturnValues="UPDATED_NEW",
        )
        if "Attributes" not in reply:
            raise InvalidReplyError("UpdateItem did not return the count")
        return int(str(reply["Attributes"]["request_count"]))

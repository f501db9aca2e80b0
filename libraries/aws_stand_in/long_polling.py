"""Long polling that does not hold the account's lock: look, sleep until something has changed, look again."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from aws_stand_in.aws_response import AwsResponse

SILENT_SERVICES = frozenset(
    {"bedrock-agent-runtime", "bedrock-runtime", "dynamodb", "dynamodbstreams", "logs", "sts"}
)
SILENT_OPERATIONS = ("Describe", "Get", "Head", "List")


def may_send_messages(service: str, operation: str) -> bool:
    """Return whether a request may send messages to queues, so that those who wait for one have to look again.

    Args:
        service: The service's name in boto3.
        operation: The operation's name.
    """
    return service not in SILENT_SERVICES and not operation.startswith(SILENT_OPERATIONS)


@dataclass(slots=True)
class NothingYet(AwsResponse):
    """The answer of a look that found nothing, from a caller who is ready to wait.

    Attributes:
        wait_seconds: How long the caller waits, from the first look on.
        next_change: In how many seconds something may appear without another request; None if nothing will.
    """

    wait_seconds: float = 0.0
    next_change: float | None = None

    @classmethod
    def of(cls, response: AwsResponse, wait_seconds: float, next_change: float | None) -> "NothingYet":
        """Return a response as one that found nothing."""
        return cls(response.status, response.headers, response.body, wait_seconds, next_change)

    def final(self) -> AwsResponse:
        """Return the answer for a caller who has stopped waiting."""
        return AwsResponse(self.status, self.headers, self.body)


def poll(first: NothingYet, look: Callable[[float], AwsResponse]) -> AwsResponse:
    """Look until there is something, or until the caller's time is up.

    Args:
        first: What the first look found.
        look: Waits for a change, at most so many seconds, and looks again.

    Returns:
        What the last look found.
    """
    end = time.monotonic() + first.wait_seconds
    response: AwsResponse = first
    while isinstance(response, NothingYet) and (left := end - time.monotonic()) > 0:
        response = look(left if response.next_change is None else max(0.0, min(left, response.next_change)))
    return response

"""`sns`: a record of what was published, for tests to look at.

Moto delivers; this only records. Messages that AWS services publish themselves (S3 events, alarms) do not come
through the front and are not recorded.
"""

import time
from collections import defaultdict, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from heapq import merge
from itertools import takewhile
from typing import Any

from aws_stand_in.aws_request import AwsRequest, Handler, Overlay
from aws_stand_in.aws_response import AwsResponse

SERVICE = "sns"
CAPACITY = 5_000


@dataclass(frozen=True, slots=True)
class Publication:
    """A message that was published.

    Attributes:
        topic_arn: The topic, phone number or endpoint that it was sent to.
        subject: Empty if it had none.
        message: The message.
        attributes: Message attributes, with values as strings.
        published_at: Epoch seconds, by the machine's clock.
    """

    topic_arn: str
    subject: str
    message: str
    attributes: Mapping[str, str]
    published_at: float


class SnsOverlay(Overlay):
    """Lets moto answer, and records what was published."""

    def __init__(self) -> None:
        self._publications: dict[str, dict[str, deque[Publication]]] = defaultdict(
            lambda: defaultdict(lambda: deque(maxlen=CAPACITY))
        )

    def handlers(self) -> Mapping[tuple[str, str], Handler]:
        return {(SERVICE, "Publish"): self.publish, (SERVICE, "PublishBatch"): self.publish_batch}

    def reset(self, account_id: str) -> None:
        self._publications.pop(account_id, None)

    def publish(self, request: AwsRequest) -> AwsResponse:
        """Record one message."""
        return self._record(request, [request.parameters])

    def publish_batch(self, request: AwsRequest) -> AwsResponse:
        """Record each message of a batch."""
        return self._record(request, request.parameters.get("PublishBatchRequestEntries", []))

    def publications(self, account_id: str, topic: str, since: float) -> Sequence[Publication] | None:
        """Return what was published to a topic, oldest first; None if there is no such topic.

        Args:
            account_id: 12 digits.
            topic: ARN or name; a name stands for the topics of all regions.
            since: Epoch seconds from which on.
        """
        named = [held for arn, held in self._publications[account_id].copy().items() if _is_named(arn, topic)]
        if not named and not _has_topic(account_id, topic):
            return None
        newest_first = merge(
            *map(reversed, named), key=lambda publication: publication.published_at, reverse=True
        )
        return list(takewhile(lambda publication: publication.published_at >= since, newest_first))[::-1]

    def _record(self, request: AwsRequest, entries: Sequence[Mapping[str, Any]]) -> AwsResponse:
        target = next(
            (
                request.parameters[name]
                for name in ("TopicArn", "TargetArn", "PhoneNumber")
                if request.parameters.get(name)
            ),
            "",
        )
        response = request.pass_on()
        if response.status == 200:  # noqa: PLR2004
            now = time.time()
            self._publications[request.account_id][target].extend(
                Publication(target, entry.get("Subject") or "", entry["Message"], _attributes(entry), now)
                for entry in entries
            )
        return response


def _is_named(arn: str, topic: str) -> bool:
    return topic in (arn, arn.rpartition(":")[2])


def _has_topic(account_id: str, topic: str) -> bool:
    from moto.sns.models import sns_backends

    backends = list(sns_backends[account_id].values())
    return any(_is_named(arn, topic) for backend in backends for arn in list(backend.topics))


def _attributes(entry: Mapping[str, Any]) -> dict[str, str]:
    return {
        name: str(value.get("StringValue") or value.get("BinaryValue") or "")
        for name, value in (entry.get("MessageAttributes") or {}).items()
    }

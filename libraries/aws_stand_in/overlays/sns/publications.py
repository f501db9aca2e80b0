"""What was published, for tests to look at."""

import base64
import time
from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import merge
from itertools import takewhile
from typing import Any

CAPACITY = 5_000


@dataclass(frozen=True, slots=True)
class Publication:
    """A message that was published.

    Attributes:
        topic_arn: The topic that it was sent to.
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


class Publications:
    """The latest messages of each topic, by account."""

    def __init__(self) -> None:
        self._held: dict[str, dict[str, deque[Publication]]] = defaultdict(
            lambda: defaultdict(lambda: deque(maxlen=CAPACITY))
        )

    def record(self, account_id: str, topic_arn: str, entries: Iterable[Mapping[str, Any]]) -> None:
        """Record messages, as Publish takes them."""
        now = time.time()
        self._held[account_id][topic_arn].extend(
            Publication(topic_arn, entry.get("Subject") or "", entry["Message"], _attributes(entry), now)
            for entry in entries
        )

    def of(self, account_id: str, topic: str, since: float) -> Sequence[Publication]:
        """Return what was published to a topic, oldest first.

        Args:
            account_id: 12 digits.
            topic: ARN or name; a name matches topics in all regions.
            since: Epoch seconds from which on.
        """
        named = [held for arn, held in self._held[account_id].copy().items() if is_named(arn, topic)]
        newest_first = merge(
            *map(reversed, named), key=lambda publication: publication.published_at, reverse=True
        )
        return list(takewhile(lambda publication: publication.published_at >= since, newest_first))[::-1]

    def reset(self, account_id: str) -> None:
        """Forget what was published in an account."""
        self._held.pop(account_id, None)


def is_named(arn: str, topic: str) -> bool:
    """Return whether a topic has this ARN or this name."""
    return topic in (arn, arn.rpartition(":")[2])


def _attributes(entry: Mapping[str, Any]) -> dict[str, str]:
    return {name: _text(value) for name, value in (entry.get("MessageAttributes") or {}).items()}


def _text(attribute: Mapping[str, Any]) -> str:
    binary = attribute.get("BinaryValue")
    return base64.b64encode(binary).decode() if binary else str(attribute.get("StringValue") or "")

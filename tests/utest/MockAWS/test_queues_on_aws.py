"""Queues of AWS itself, which no one can look into: what they hold has to be received."""

from types import SimpleNamespace
from typing import Any

import pytest

from MockAWS.keywords.messages import MessageKeywords
from MockAWS.observation_window import ObservationWindow


class SampledQueue:
    """A queue on several servers: a short poll asks one that has nothing, and a message is delivered again after its timeout.

    Source: "Amazon SQS short and long polling", Amazon SQS Developer Guide.
    """

    def __init__(self, *bodies: str) -> None:
        self._messages = [_message(str(number), body) for number, body in enumerate(bodies)]
        self._deliveries = [self._messages, self._messages[:1], []]
        self.visible: list[str] = []

    def receive_message(self, *, WaitTimeSeconds: int = 0, **_: Any) -> dict[str, Any]:  # noqa: N803 - AWS's name
        return {"Messages": self._deliveries.pop(0)} if WaitTimeSeconds else {}

    def change_message_visibility(self, *, ReceiptHandle: str, **_: Any) -> None:  # noqa: N803 - AWS's name
        self.visible.append(ReceiptHandle)


def _message(number: str, body: str) -> dict[str, Any]:
    return {
        "MessageId": number,
        "Body": body,
        "ReceiptHandle": f"handle {number}",
        "Attributes": {"SentTimestamp": "1"},
    }


@pytest.fixture
def queue() -> SampledQueue:
    return SampledQueue("first", "second")


@pytest.fixture
def keywords(queue: SampledQueue) -> MessageKeywords:
    aws: Any = SimpleNamespace(has_stand_in=False, client=lambda _: queue, name=lambda _, name: name)
    return MessageKeywords(aws, ObservationWindow(aws))


URL = "https://sqs.eu-west-1.amazonaws.com/123456789012/q"


def test_all_servers_of_a_queue_are_asked(keywords: MessageKeywords) -> None:
    with pytest.raises(AssertionError, match="to be empty, got 2 messages"):
        keywords.queue_should_be_empty(URL)


def test_a_message_that_is_delivered_twice_is_one(keywords: MessageKeywords, queue: SampledQueue) -> None:
    assert keywords.queue_should_hold(URL, 2) == ["first", "second"]
    assert queue.visible == ["handle 0", "handle 1"]

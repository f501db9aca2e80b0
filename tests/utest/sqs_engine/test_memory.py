"""What is gone is not kept."""

import gc
from typing import Any

import pytest

from sqs_engine import SqsEngine
from sqs_engine.messages import Message


@pytest.mark.parametrize(("name", "attributes"), [("queue", {}), ("queue.fifo", {"FifoQueue": "true"})])
def test_messages_that_were_deleted_purged_or_kept_long_enough_are_forgotten(
    name: str, attributes: dict[str, str]
) -> None:
    look_away_from_what_is_there()
    now = 1_800_000_000.0
    engine = SqsEngine(lambda: now)

    def call(operation: str, **parameters: Any) -> dict[str, Any]:
        return engine.call("000000000001", "eu-west-1", operation, parameters)

    url = call("CreateQueue", QueueName=name, Attributes=attributes)["QueueUrl"]
    ids = iter(range(100))

    def send() -> None:
        of_fifo = {"MessageGroupId": "g", "MessageDeduplicationId": str(next(ids))} if attributes else {}
        call("SendMessage", QueueUrl=url, MessageBody="message", **of_fifo)

    for _ in range(20):
        send()
        (received,) = call("ReceiveMessage", QueueUrl=url)["Messages"]
        handle = received["ReceiptHandle"]
        call("ChangeMessageVisibility", QueueUrl=url, ReceiptHandle=handle, VisibilityTimeout=100)
        call("DeleteMessage", QueueUrl=url, ReceiptHandle=handle)
    assert kept() == 0
    send()
    assert kept() == 1
    call("PurgeQueue", QueueUrl=url)
    assert kept() == 0
    send()
    now += 4 * 24 * 3600 + 1
    call("ReceiveMessage", QueueUrl=url)
    assert kept() == 0


def look_away_from_what_is_there() -> None:
    """Let `kept` see nothing that was made until now: a process of tests has a few million objects."""
    gc.collect()
    gc.freeze()


def kept() -> int:
    """Return how many messages there are in this process."""
    gc.collect()
    return sum(isinstance(one, Message) for one in gc.get_objects())

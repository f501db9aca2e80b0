"""Deletions whose messages come again are answered as deletions are, whatever state the messages are in."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from support.faults_in_front import Faulty, faulty

__all__ = ["faulty"]

VERSION = "2012-11-05"
GONE = "deleted before"


class Queue:
    """A queue whose deletions meet the faults."""

    def __init__(self, faulty: Faulty, name: str = "again", **attributes: str) -> None:
        self.faulty = faulty
        self.sqs = faulty.client("sqs")
        self.url = self.sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]

    def receive(self, seconds: int = 30) -> dict[str, str]:
        """Return the receipt handles of what there is, by body."""
        response = self.sqs.receive_message(
            QueueUrl=self.url, MaxNumberOfMessages=10, VisibilityTimeout=seconds
        )
        return {message["Body"]: message["ReceiptHandle"] for message in response.get("Messages", ())}

    def receive_sent(self, *bodies: str, seconds: int = 30, **more: str) -> dict[str, str]:
        for body in bodies:
            self.sqs.send_message(QueueUrl=self.url, MessageBody=body, **more)
        return self.receive(seconds)

    def delete(self, handle: str) -> None:
        self.sqs.delete_message(QueueUrl=self.url, ReceiptHandle=handle)

    def duplicate(self, **rule: Any) -> None:
        self.faulty.fail(service="sqs", fault="duplicate_delivery", **rule)


@pytest.fixture
def queue(faulty: Faulty) -> Queue:
    return Queue(faulty)


def test_a_message_comes_again(queue: Queue) -> None:
    handles = queue.receive_sent("one")
    queue.duplicate(times=1)
    queue.delete(handles["one"])
    handles = queue.receive()
    assert list(handles) == ["one"]
    queue.delete(handles["one"])
    assert queue.receive() == {}


def test_a_message_that_is_visible_again_is_confirmed_and_stays(queue: Queue) -> None:
    handles = queue.receive_sent("late", seconds=0)
    queue.duplicate(times=1)
    queue.delete(handles["late"])
    assert (list(queue.receive()), queue.faulty.hits()) == (["late"], 1)


def test_a_message_that_was_deleted_before_is_confirmed_and_does_not_come(queue: Queue) -> None:
    handles = queue.receive_sent(GONE)
    queue.delete(handles[GONE])
    queue.duplicate()
    queue.delete(handles[GONE])
    assert queue.receive() == {}


def test_what_a_deletion_would_refuse_is_refused_in_its_words(queue: Queue) -> None:
    queue.duplicate()
    with pytest.raises(ClientError) as refused:
        queue.delete("no handle")
    assert refused.value.response["Error"]["Code"] == "ReceiptHandleIsInvalid"
    with pytest.raises(ClientError, match="at least one DeleteMessageBatchRequestEntry"):
        queue.sqs.delete_message_batch(QueueUrl=queue.url, Entries=[])
    with pytest.raises(ClientError) as refused:
        queue.sqs.delete_message(QueueUrl=f"{queue.url}-no", ReceiptHandle="no handle")
    assert refused.value.response["Error"]["Code"] == "AWS.SimpleQueueService.NonExistentQueue"


@pytest.fixture
def of_each_kind(queue: Queue) -> list[tuple[str, str]]:
    """Return ids and receipt handles: of messages in flight, visible again and deleted before, and of no message."""
    late = queue.receive_sent("late", seconds=0)["late"]
    queue.receive()  # it is in flight again, but not for long
    gone = queue.receive_sent(GONE)[GONE]
    queue.delete(gone)
    flying = queue.receive_sent("flying")["flying"]
    queue.sqs.change_message_visibility(QueueUrl=queue.url, ReceiptHandle=late, VisibilityTimeout=0)
    return [("flying", flying), ("late", late), ("gone", gone), ("wrong", "no handle")]


def test_a_batch_is_confirmed_as_a_deletion(queue: Queue, of_each_kind: list[tuple[str, str]]) -> None:
    queue.duplicate(times=1)
    entries = [{"Id": name, "ReceiptHandle": handle} for name, handle in of_each_kind]
    response = queue.sqs.delete_message_batch(QueueUrl=queue.url, Entries=entries)
    assert sorted(entry["Id"] for entry in response["Successful"]) == ["flying", "gone", "late"]
    assert [(entry["Id"], entry["Code"]) for entry in response["Failed"]] == [
        ("wrong", "ReceiptHandleIsInvalid")
    ]
    assert sorted(queue.receive()) == ["flying", "late"]


def test_a_batch_in_the_query_protocol_is_confirmed_as_a_deletion(
    queue: Queue, of_each_kind: list[tuple[str, str]]
) -> None:
    queue.duplicate(times=1)
    entry = "DeleteMessageBatchRequestEntry"
    fields = {
        f"{entry}.{number}.{name}": value
        for number, (entry_id, handle) in enumerate(of_each_kind, 1)
        for name, value in (("Id", entry_id), ("ReceiptHandle", handle))
    }
    status, text = queue.faulty.send_form(
        "sqs", Action="DeleteMessageBatch", Version=VERSION, QueueUrl=queue.url, **fields
    )
    assert (status, "ChangeMessageVisibility" in text) == (200, False)
    assert text.count("<DeleteMessageBatchResultEntry>") == 3
    assert text.count("<BatchResultErrorEntry><Id>wrong</Id>") == text.count("<BatchResultErrorEntry>") == 1
    assert sorted(queue.receive()) == ["flying", "late"]


@pytest.mark.parametrize("seconds", [0, 30])
def test_the_query_protocol_confirms_a_deletion(queue: Queue, seconds: int) -> None:
    handles = queue.receive_sent("one", seconds=seconds)
    queue.duplicate(times=1)
    status, text = queue.faulty.send_form(
        "sqs", Action="DeleteMessage", Version=VERSION, QueueUrl=queue.url, ReceiptHandle=handles["one"]
    )
    assert (status, "<DeleteMessageResponse" in text, "<RequestId>" in text) == (200, True, True)
    assert list(queue.receive()) == ["one"]


def test_fifo_queues_deliver_once_and_are_not_hit(faulty: Faulty) -> None:
    queue = Queue(faulty, "once.fifo", FifoQueue="true", ContentBasedDeduplication="true")
    handles = queue.receive_sent("one", MessageGroupId="group")
    queue.duplicate(must_hit=False)
    queue.delete(handles["one"])
    assert (queue.receive(), faulty.hits()) == ({}, 0)


@pytest.mark.parametrize("body", ["{", "[]", "{}", '{"QueueUrl": "/0/again", "Entries": 7}'])
def test_what_is_no_deletion_is_refused_and_not_hit(queue: Queue, body: str) -> None:
    queue.duplicate(must_hit=False)
    target, content_type = "AmazonSQS.DeleteMessageBatch", "application/x-amz-json-1.0"
    status, text = queue.faulty.send("sqs", body, X_Amz_Target=target, Content_Type=content_type)
    assert (status, "__type" in text, queue.faulty.hits()) == (400, True, 0)

"""Operations of SQS that take more than one request and time; others are cases of the stand-in's `sqs_cases.py`."""

import gc
import json
from typing import Any

import pytest

from sqs_engine import SqsEngine, SqsError
from sqs_engine.messages import Message

BEGIN = 1_800_000_000.0
FIVE_MINUTES = 300


class Account:
    """An account of an engine whose clock stands still."""

    def __init__(self) -> None:
        self.now = BEGIN
        self._engine = SqsEngine(lambda: self.now)

    def call(self, operation: str, **parameters: Any) -> dict[str, Any]:
        return self._engine.call("123456789012", "eu-west-1", operation, parameters)

    def next_change(self, name: str) -> float | None:
        of_engine = self._engine.account("123456789012", "eu-west-1")
        return of_engine.next_change(of_engine.queues[name])

    def create(self, name: str, **attributes: str) -> str:
        return str(self.call("CreateQueue", QueueName=name, Attributes=attributes)["QueueUrl"])


class Fifo:
    """A FIFO queue whose messages are received in attempts with ids."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.url = account.create("ordered.fifo", FifoQueue="true", VisibilityTimeout="30")

    def send(self, *bodies: str) -> None:
        for body in bodies:
            self.account.call(
                "SendMessage",
                QueueUrl=self.url,
                MessageBody=body,
                MessageGroupId="group",
                MessageDeduplicationId=body,
            )

    def receive(self, attempt: str) -> list[dict[str, Any]]:
        answer = self.account.call("ReceiveMessage", QueueUrl=self.url, ReceiveRequestAttemptId=attempt)
        found: list[dict[str, Any]] = answer.get("Messages", [])
        return found

    def attempt(self, attempt: str) -> list[str]:
        return [message["Body"] for message in self.receive(attempt)]

    def delete(self, message: dict[str, Any]) -> None:
        self.account.call("DeleteMessage", QueueUrl=self.url, ReceiptHandle=message["ReceiptHandle"])


@pytest.fixture
def account() -> Account:
    return Account()


@pytest.mark.parametrize(("scope", "received"), [("queue", 1), ("messageGroup", 2), ("MESSAGEGROUP", 2)])
def test_messages_are_duplicates_within_a_scope_however_it_is_spelt(
    account: Account, scope: str, received: int
) -> None:
    url = account.create("scoped.fifo", FifoQueue="true", DeduplicationScope=scope)
    for group in ("a", "b"):
        account.call(
            "SendMessage", QueueUrl=url, MessageBody="m", MessageGroupId=group, MessageDeduplicationId="same"
        )
    answer = account.call("ReceiveMessage", QueueUrl=url, MaxNumberOfMessages=10)
    assert len(answer["Messages"]) == received


@pytest.fixture
def fifo(account: Account) -> Fifo:
    return Fifo(account)


# ------------------------------------------------------------------------------------------------ attempts to receive
# Source: ReceiveMessage, ReceiveRequestAttemptId, Amazon SQS API reference.


def test_an_attempt_that_is_repeated_begins_a_new_visibility_timeout(account: Account, fifo: Fifo) -> None:
    fifo.send("one")
    first = fifo.receive("attempt")
    account.now += 20
    assert fifo.receive("attempt") == first
    account.now += 20
    assert fifo.attempt("another") == []
    account.now += 10
    assert fifo.attempt("another") == ["one"]


def test_an_attempt_is_not_repeated_after_a_message_was_deleted(fifo: Fifo) -> None:
    fifo.send("one", "two")
    (message,) = fifo.receive("attempt")
    fifo.delete(message)
    assert fifo.attempt("attempt") == ["two"]


def test_an_attempt_is_not_repeated_after_a_visibility_was_changed(account: Account, fifo: Fifo) -> None:
    fifo.send("one")
    (message,) = fifo.receive("attempt")
    account.call(
        "ChangeMessageVisibility",
        QueueUrl=fifo.url,
        ReceiptHandle=message["ReceiptHandle"],
        VisibilityTimeout=100,
    )
    assert fifo.attempt("attempt") == []


def test_an_attempt_is_a_new_one_after_the_timeout(account: Account, fifo: Fifo) -> None:
    fifo.send("one")
    (first,) = fifo.receive("attempt")
    account.now += 30
    (second,) = fifo.receive("attempt")
    assert first["MessageId"] == second["MessageId"]
    assert first["ReceiptHandle"] != second["ReceiptHandle"]


def test_an_attempt_id_has_128_characters_at_most(fifo: Fifo) -> None:
    assert fifo.attempt("a" * 128) == []
    with pytest.raises(SqsError, match="for parameter ReceiveRequestAttemptId is invalid"):
        fifo.attempt("a" * 129)


def messages_in_memory() -> dict[int, Message]:
    gc.collect()
    return {id(each): each for each in gc.get_objects() if isinstance(each, Message)}


def test_messages_and_attempts_are_forgotten(account: Account, fifo: Fifo) -> None:
    of_other_tests = messages_in_memory()
    for number in range(200):
        fifo.send(str(number))
        (message,) = fifo.receive(f"attempt-{number}")
        fifo.delete(message)
    account.now += FIVE_MINUTES
    assert fifo.attempt("last") == []
    assert messages_in_memory().keys() - of_other_tests.keys() == set()


# ------------------------------------------------------------------------------------------------ tasks that move messages


@pytest.fixture
def dead_letters(account: Account) -> str:
    """The ARN of a dead-letter queue."""
    url = account.create("dead")
    arn = "arn:aws:sqs:eu-west-1:123456789012:dead"
    policy = json.dumps({"deadLetterTargetArn": arn, "maxReceiveCount": 1})
    account.create("source", RedrivePolicy=policy)
    account.call("SendMessage", QueueUrl=url, MessageBody="never received")
    return arn


def bury(account: Account, count: int) -> None:
    """Send messages to the source of the dead-letter queue, and receive them too often."""
    for number in range(count):
        account.call("SendMessage", QueueUrl="/123456789012/source", MessageBody=str(number))
        for _ in range(2):
            account.call("ReceiveMessage", QueueUrl="/123456789012/source", VisibilityTimeout=0)


def test_the_latest_ten_tasks_are_remembered(account: Account, dead_letters: str) -> None:
    account.call("PurgeQueue", QueueUrl="/123456789012/dead")
    for count in range(12):
        bury(account, count % 2)
        account.call("StartMessageMoveTask", SourceArn=dead_letters)
        account.call("PurgeQueue", QueueUrl="/123456789012/source")
        account.now += 60
    listed = account.call("ListMessageMoveTasks", SourceArn=dead_letters, MaxResults=10)["Results"]
    assert [task["StartedTimestamp"] for task in listed] == [
        int((BEGIN + 60 * number) * 1000) for number in range(11, 1, -1)
    ]
    assert [task["ApproximateNumberOfMessagesMoved"] for task in listed] == [1, 0] * 5


def test_a_task_fails_at_a_message_that_came_from_nowhere(account: Account, dead_letters: str) -> None:
    account.call("StartMessageMoveTask", SourceArn=dead_letters)
    (task,) = account.call("ListMessageMoveTasks", SourceArn=dead_letters)["Results"]
    assert (task["Status"], task["FailureReason"]) == ("FAILED", "AWS.SimpleQueueService.NonExistentQueue")
    (message,) = account.call("ReceiveMessage", QueueUrl="/123456789012/dead")["Messages"]
    assert message["Body"] == "never received"


def test_a_task_leaves_what_was_received_meanwhile(account: Account, dead_letters: str) -> None:
    account.call("PurgeQueue", QueueUrl="/123456789012/dead")
    bury(account, 3)
    account.call("StartMessageMoveTask", SourceArn=dead_letters, MaxNumberOfMessagesPerSecond=1)
    (received,) = account.call("ReceiveMessage", QueueUrl="/123456789012/dead")["Messages"]
    account.now += 5
    (task,) = account.call("ListMessageMoveTasks", SourceArn=dead_letters)["Results"]
    assert (task["Status"], task["ApproximateNumberOfMessagesMoved"]) == ("COMPLETED", 2)
    account.call("DeleteMessage", QueueUrl="/123456789012/dead", ReceiptHandle=received["ReceiptHandle"])
    moved = account.call("ReceiveMessage", QueueUrl="/123456789012/source", MaxNumberOfMessages=10)[
        "Messages"
    ]
    assert [message["Body"] for message in moved] == ["1", "2"]


@pytest.mark.parametrize("destination", [None, "arn:aws:sqs:eu-west-1:123456789012:source"])
def test_who_waits_for_messages_is_told_when_a_task_moves_the_next_one(
    account: Account, dead_letters: str, destination: str | None
) -> None:
    account.create("other")
    account.call("PurgeQueue", QueueUrl="/123456789012/dead")
    bury(account, 3)
    target = {} if destination is None else {"DestinationArn": destination}
    account.call("StartMessageMoveTask", SourceArn=dead_letters, MaxNumberOfMessagesPerSecond=2, **target)
    changes, received = [], []
    while (change := account.next_change("source")) is not None:
        changes.append(change - BEGIN)
        account.now = change
        reply = account.call("ReceiveMessage", QueueUrl="/123456789012/source", VisibilityTimeout=43_200)
        received += [message["Body"] for message in reply["Messages"]]
        if len(received) == 3:
            break
        assert (account.next_change("other") is None) == (destination is not None)
    assert (changes, received) == ([0.5, 1.0, 1.5], ["0", "1", "2"])


def test_a_queue_that_is_deleted_takes_its_tasks_along(account: Account, dead_letters: str) -> None:
    account.call("StartMessageMoveTask", SourceArn=dead_letters)
    account.call("DeleteQueue", QueueUrl="/123456789012/dead")
    account.create("dead")
    assert account.call("ListMessageMoveTasks", SourceArn=dead_letters) == {"Results": []}

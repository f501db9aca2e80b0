"""Queues of the engine beside naive ones: lists of messages, looked through from the beginning to the end for each request.

More of it: `HYPOTHESIS_SEARCH=long pytest --hypothesis-seed=7 tests/utest/sqs_engine/test_against_model.py`.
"""

import copy
import itertools
import json
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from sqs_engine import SqsEngine, SqsError
from support.hypothesis_search import as_test

ACCOUNT = ("123456789012", "eu-west-1")
BEGIN = 1_800_000_000.0
MOST_RECEIVES = 2
DEDUPLICATION_SECONDS = 300
RETENTION_SECONDS = {"queue": 600, "dead": 900}
TWELVE_HOURS = 43_200
_order = itertools.count()


@dataclass(eq=False)
class Message:
    """A message in a naive queue.

    Attributes:
        body: Its text.
        group: Its group in a FIFO queue.
        sent_at: What retention counts from.
        ready_at: When it can be received, again or for the first time.
        receives: How often it was received.
        received_at: When it was received last.
        is_in_flight: Whether it was received and its timeout is not over.
        handle: The handle of its last receive.
        source: The queue that it was moved from, in a dead-letter queue.
        order: Messages of a queue are received in this order.
    """

    body: str
    group: str | None
    sent_at: float
    ready_at: float
    receives: int = 0
    received_at: float = 0.0
    is_in_flight: bool = False
    handle: str = ""
    source: str | None = None
    order: int = field(default_factory=lambda: next(_order))


@dataclass(eq=False)
class Queue:
    """A naive queue: all its messages in one list."""

    name: str
    messages: list[Message] = field(default_factory=list)
    purged_at: float | None = None
    sent: dict[str, float] = field(default_factory=dict)

    def settle(self, now: float) -> None:
        """Forget what is too old, and end timeouts that are over."""
        self.messages = [each for each in self.messages if each.sent_at > now - RETENTION_SECONDS[self.name]]
        self.messages.sort(key=lambda each: each.order)
        for message in self.messages:
            message.is_in_flight = message.is_in_flight and message.ready_at > now

    def ready(self, now: float) -> list[Message]:
        return [message for message in self.messages if message.ready_at <= now]

    def counts(self, now: float) -> tuple[int, int, int]:
        """Return how many are ready, in flight and delayed."""
        ready, in_flight = len(self.ready(now)), sum(message.is_in_flight for message in self.messages)
        return ready, in_flight, len(self.messages) - ready - in_flight


@dataclass(frozen=True)
class Receipt:
    """What a receive gave."""

    queue: Queue
    message: Message
    handle: str

    @property
    def is_gone(self) -> bool:
        return self.message not in self.queue.messages

    @property
    def is_latest(self) -> bool:
        return self.message.is_in_flight and self.message.handle == self.handle


groups = st.sampled_from("abc")
tokens = st.one_of(st.sampled_from("xy"), st.sampled_from("xy"), st.integers(0, 10**6).map(str))
delays = st.sampled_from([0, 0, 0, 5, 60])
sendings = st.tuples(groups, tokens, delays)


class QueueMachine(RuleBasedStateMachine):
    """A standard queue with a dead-letter queue, in the engine and naively."""

    suffix = ""
    attributes: dict[str, str] = {}  # noqa: RUF012 - not changed

    def __init__(self) -> None:
        super().__init__()
        self.now = BEGIN
        self.engine = SqsEngine(lambda: self.now)
        self.bodies = itertools.count()
        self.queue, self.dead = Queue("queue"), Queue("dead")
        self.queues = (self.queue, self.dead)
        self.receipts: list[Receipt] = []

    @initialize()
    def create(self) -> None:
        policy = json.dumps({"deadLetterTargetArn": self.arn(self.dead), "maxReceiveCount": MOST_RECEIVES})
        for queue, more in ((self.dead, {}), (self.queue, {"RedrivePolicy": policy})):
            attributes = {
                "MessageRetentionPeriod": str(RETENTION_SECONDS[queue.name]),
                **self.attributes,
                **more,
            }
            self.call("CreateQueue", QueueName=queue.name + self.suffix, Attributes=attributes)

    def arn(self, queue: Queue) -> str:
        return f"arn:aws:sqs:{ACCOUNT[1]}:{ACCOUNT[0]}:{queue.name}{self.suffix}"

    def call(self, operation: str, queue: Queue | None = None, **parameters: Any) -> dict[str, Any]:
        if queue is not None:
            parameters["QueueUrl"] = f"http://127.0.0.1/{ACCOUNT[0]}/{queue.name}{self.suffix}"
        for each in self.queues:
            each.settle(self.now)
        return self.engine.call(*ACCOUNT, operation, copy.deepcopy(parameters))

    def attempt(self, operation: str, queue: Queue, **parameters: Any) -> tuple[str, str]:
        """Return the error's code and message, both empty for none."""
        try:
            self.call(operation, queue, **parameters)
        except SqsError as error:
            return error.code, error.message
        return "", ""

    # ------------------------------------------------------------------------------------------- sending

    @rule(sending=sendings)
    def send(self, sending: tuple[str, str, int]) -> None:
        entry = self.entry(*sending)
        self.call("SendMessage", self.queue, **entry)
        self.note_sent(entry)

    @rule(some=st.lists(sendings, min_size=1, max_size=10))
    def send_batch(self, some: list[tuple[str, str, int]]) -> None:
        entries = [{"Id": str(number), **self.entry(*each)} for number, each in enumerate(some)]
        answer = self.call("SendMessageBatch", self.queue, Entries=entries)
        assert [sent["Id"] for sent in answer["Successful"]] == [entry["Id"] for entry in entries]
        for entry in entries:
            self.note_sent(entry)

    def entry(self, _group: str, _token: str, delay: int) -> dict[str, Any]:
        return {"MessageBody": str(next(self.bodies)), "DelaySeconds": delay}

    def note_sent(self, entry: dict[str, Any]) -> None:
        ready_at = self.now + entry.get("DelaySeconds", 0)
        self.queue.messages.append(
            Message(entry["MessageBody"], entry.get("MessageGroupId"), self.now, ready_at)
        )

    # ------------------------------------------------------------------------------------------- receiving

    @rule(most=st.integers(1, 10), visibility=st.sampled_from([0, 1, 30, 30, 120]), is_dead=st.booleans())
    def receive(self, most: int, visibility: int, is_dead: bool) -> None:
        queue = self.queues[is_dead]
        answer = self.call(
            "ReceiveMessage",
            queue,
            MaxNumberOfMessages=most,
            VisibilityTimeout=visibility,
            MessageSystemAttributeNames=["All"],
        )
        received = answer.get("Messages", [])
        expected = self.expected(queue, most, [message["Body"] for message in received])
        for found, message in zip(received, expected, strict=True):
            message.receives += 1
            message.received_at, message.ready_at, message.is_in_flight = (
                self.now,
                self.now + visibility,
                True,
            )
            message.handle = found["ReceiptHandle"]
            self.receipts.append(Receipt(queue, message, message.handle))
            attributes = found["Attributes"]
            assert found["Body"] == message.body
            assert attributes["ApproximateReceiveCount"] == str(message.receives)
            assert attributes["SentTimestamp"] == str(int(message.sent_at * 1000))
            assert attributes.get("MessageGroupId") == message.group
            assert attributes.get("DeadLetterQueueSourceArn") == message.source

    @rule(times=st.integers(2, 3), most=st.integers(1, 10))
    def fail(self, times: int, most: int) -> None:
        for _ in range(times):
            self.receive(most, 0, False)

    def expected(self, queue: Queue, most: int, _bodies: list[str]) -> list[Message]:
        """Return what has to be received: the oldest; what was received too often is buried in its place."""
        received: list[Message] = []
        for message in queue.ready(self.now):
            if len(received) == most:
                break
            if self.is_poison(queue, message):
                self.bury(message, message.sent_at)
            else:
                received.append(message)
        return received

    def is_poison(self, queue: Queue, message: Message) -> bool:
        return queue is self.queue and message.receives >= MOST_RECEIVES

    def bury(self, message: Message, sent_at: float) -> None:
        self.queue.messages.remove(message)
        message.source, message.order, message.sent_at = self.arn(self.queue), next(_order), sent_at
        self.dead.messages.append(message)

    # ------------------------------------------------------------------------------------------- receipts

    @rule(number=st.integers(0, 30))
    def delete(self, number: int) -> None:
        if not self.receipts:
            return
        receipt = self.receipts[-1 - number % len(self.receipts)]
        code, message = self.attempt("DeleteMessage", receipt.queue, ReceiptHandle=receipt.handle)
        if self.is_refused(receipt):
            assert code == "InvalidParameterValue"
            assert "The receipt handle has expired" in message
            return
        assert not code, message
        if not receipt.is_gone:
            receipt.queue.messages.remove(receipt.message)

    @rule(number=st.integers(0, 30), seconds=st.sampled_from([0, 0, 1, 30, 600, TWELVE_HOURS]))
    def change_visibility(self, number: int, seconds: int) -> None:
        if not self.receipts:
            return
        receipt = self.receipts[-1 - number % len(self.receipts)]
        code, answer = self.attempt(
            "ChangeMessageVisibility", receipt.queue, ReceiptHandle=receipt.handle, VisibilityTimeout=seconds
        )
        message = receipt.message
        if receipt.is_gone or self.is_refused(receipt):
            assert code == "InvalidParameterValue", answer
        elif not message.is_in_flight:
            assert code == "MessageNotInflight", answer
        elif self.now + seconds > message.received_at + TWELVE_HOURS:
            assert "beyond the limit" in answer
        else:
            assert not code, answer
            message.ready_at, message.is_in_flight = self.now + seconds, seconds > 0

    def is_refused(self, _receipt: Receipt) -> bool:
        """Return whether a receipt is too old; those of a standard queue never are."""
        return False

    # ------------------------------------------------------------------------------------------- the queues themselves

    @rule(seconds=st.sampled_from([1, 2, 5, 30, 31, 60, 270, 299, 300]))
    def time_passes(self, seconds: int) -> None:
        self.now += seconds

    @rule(is_dead=st.booleans(), chance=st.integers(0, 7))
    def purge(self, is_dead: bool, chance: int) -> None:
        if chance:
            return
        queue = self.queues[is_dead]
        code, _ = self.attempt("PurgeQueue", queue)
        is_too_early = queue.purged_at is not None and self.now < queue.purged_at + 60
        assert code == ("PurgeQueueInProgress" if is_too_early else "")
        if not is_too_early:
            queue.purged_at = self.now
            queue.messages.clear()
            queue.sent.clear()

    @rule(chance=st.integers(0, 2))
    def move_back(self, chance: int) -> None:
        if chance:
            return
        self.call("StartMessageMoveTask", SourceArn=self.arn(self.dead))
        moved = self.dead.ready(self.now)
        for message in moved:
            self.dead.messages.remove(message)
            self.queue.messages.append(Message(message.body, message.group, self.now, self.now))
        (task,) = self.call("ListMessageMoveTasks", SourceArn=self.arn(self.dead))["Results"]
        assert (task["Status"], task["ApproximateNumberOfMessagesMoved"]) == ("COMPLETED", len(moved))

    @invariant()
    def counts_are_right(self) -> None:
        for queue in self.queues:
            attributes = self.call("GetQueueAttributes", queue, AttributeNames=["All"])["Attributes"]
            names = ("Messages", "MessagesNotVisible", "MessagesDelayed")
            counts = tuple(int(attributes[f"ApproximateNumberOf{name}"]) for name in names)
            assert counts == queue.counts(self.now), queue.name


class FifoMachine(QueueMachine):
    """The same with FIFO queues: groups come in any order, each in its own, and wait for what is in flight."""

    suffix = ".fifo"
    attributes = {"FifoQueue": "true"}  # noqa: RUF012 - not changed

    def entry(self, group: str, token: str, _delay: int) -> dict[str, Any]:
        return {
            "MessageBody": str(next(self.bodies)),
            "MessageGroupId": group,
            "MessageDeduplicationId": token,
        }

    def note_sent(self, entry: dict[str, Any]) -> None:
        token = entry["MessageDeduplicationId"]
        if token not in self.queue.sent or self.now >= self.queue.sent[token] + DEDUPLICATION_SECONDS:
            self.queue.sent[token] = self.now
            super().note_sent(entry)

    def expected(self, queue: Queue, most: int, bodies: list[str]) -> list[Message]:
        """Return what was received if it may have been: of each group without messages in flight the oldest."""
        held = {message.group for message in queue.messages if message.is_in_flight}
        self.bury_poison(queue, held)
        waiting = {
            group: [each for each in queue.messages if each.group == group]
            for group in "abc"
            if group not in held
        }
        received = []
        for body in bodies:
            group = next(each for each in waiting.values() if each and each[0].body == body)
            received.append(group.pop(0))
        untouched = [group for group in waiting if group not in {message.group for message in received}]
        assert len(received) == most or not any(waiting[group] for group in untouched), (
            "more could be received"
        )
        return received

    def bury_poison(self, queue: Queue, held: set[str | None]) -> None:
        """Bury what the engine has buried, if it may have been: received too often, and its group has nothing in flight."""
        dead = self.engine.account(*ACCOUNT).queues["dead.fifo"].messages.values()
        buried = {message.body for message in dead} - {message.body for message in self.dead.messages}
        for message in [each for each in queue.messages if each.body in buried]:
            assert self.is_poison(queue, message)
            assert message.group not in held
            self.bury(message, self.now)

    def is_refused(self, receipt: Receipt) -> bool:
        return not receipt.is_gone and not receipt.is_latest


TestStandardQueues = as_test(QueueMachine, examples=60, steps=40)
TestFifoQueues = as_test(FifoMachine, examples=60, steps=40)

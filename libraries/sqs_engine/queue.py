"""A queue: messages that are ready, delayed or in flight."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sortedcontainers import SortedDict

from recent_values import RecentValues
from sqs_engine import attributes
from sqs_engine.attributes import DEFAULTS, FIFO_DEFAULTS, RedrivePolicy
from sqs_engine.delivery import DeliveryOrder, FifoOrder, StandardOrder
from sqs_engine.errors import InvalidValueError, SqsError
from sqs_engine.messages import Message, Receipt, State

DEDUPLICATION_SECONDS = 5 * 60
LONGEST_VISIBILITY_SECONDS = 12 * 3600
MOST_IN_FLIGHT = 120_000


@dataclass(frozen=True, slots=True)
class Sent:
    """What a sender was told, to be told again to one who sends the same."""

    message_id: str
    sequence: str | None


class Queue:
    """One queue.

    Args:
        name: Its name; a FIFO queue's ends with `.fifo`.
        arn: Its ARN.
        given: Attributes that differ from the defaults. The scope of deduplication stays what it is here.
        now: Epoch seconds.
    """

    def __init__(self, name: str, arn: str, given: Mapping[str, str], now: float) -> None:
        self.name = name
        self.arn = arn
        self.is_fifo = name.endswith(".fifo")
        self.attributes = {**DEFAULTS, **(FIFO_DEFAULTS if self.is_fifo else {}), **given}
        self._deduplicates_by_group = self.attributes.get("DeduplicationScope") == "messageGroup"
        self.tags: dict[str, str] = {}
        self.created_at = self.modified_at = now
        self.purged_at: float | None = None
        self.messages: dict[str, Message] = {}
        self._order: DeliveryOrder = FifoOrder() if self.is_fifo else StandardOrder()
        self._waiting: SortedDict = SortedDict()
        self._expiring: SortedDict = SortedDict()
        self._counts = dict.fromkeys(State, 0)
        self._sent = RecentValues[tuple[str | None, str], Sent](DEDUPLICATION_SECONDS)
        self._attempts = RecentValues[str, list[tuple[Message, float]]](DEDUPLICATION_SECONDS)

    @property
    def redrive(self) -> RedrivePolicy | None:
        """Where messages go that were received too often."""
        return attributes.redrive_policy(self.attributes.get("RedrivePolicy", ""))

    @property
    def deduplicates_by_content(self) -> bool:
        """Whether the digest of a body is its deduplication id, where a sender gives none."""
        return self.attributes.get("ContentBasedDeduplication") == "true"

    def number(self, name: str) -> int:
        """Return an attribute that is a number."""
        return int(self.attributes[name])

    def count(self, state: State) -> int:
        """Return how many messages are ready, delayed or in flight."""
        return self._counts[state]

    def describe(self) -> dict[str, str]:
        """Return all attributes."""
        stated = {name: value for name, value in self.attributes.items() if value != ""}
        return {
            **stated,
            "QueueArn": self.arn,
            "ApproximateNumberOfMessages": str(self.count(State.READY)),
            "ApproximateNumberOfMessagesNotVisible": str(self.count(State.IN_FLIGHT)),
            "ApproximateNumberOfMessagesDelayed": str(self.count(State.DELAYED)),
            "CreatedTimestamp": str(int(self.created_at)),
            "LastModifiedTimestamp": str(int(self.modified_at)),
        }

    def next_change(self) -> float | None:
        """Return when a message may become visible without a request, None if none will."""
        return float(self._waiting.peekitem(0)[0][0]) if self._waiting else None

    def advance(self, now: float) -> None:
        """Let messages become visible, and forget those that were kept long enough."""
        while self._waiting and self._waiting.peekitem(0)[0][0] <= now:
            self._make_ready(self._waiting.peekitem(0)[1])
        retention = self.number("MessageRetentionPeriod")
        while self._expiring and self._expiring.peekitem(0)[0][0] <= now - retention:
            self.remove(self._expiring.peekitem(0)[1])

    def add(self, message: Message, delay: float, now: float) -> None:
        """Take a message, which can be received after a delay in seconds."""
        self.messages[message.id] = message
        self._expiring[message.sent_at, message.number] = message
        self._counts[State.READY] += 1
        message.state = State.READY
        if delay > 0:
            self._hide(message, State.DELAYED, now + delay)
        else:
            self._order.add(message)

    def delay_all(self, seconds: int) -> None:
        """Let messages that are delayed be received so many seconds after they were sent."""
        delayed = [message for message in self._waiting.values() if message.state is State.DELAYED]
        for message in delayed:
            self._hide(message, State.DELAYED, message.sent_at + seconds)

    def take(self, most: int, visibility: float, now: float) -> Iterator[Message]:
        """Hand out messages, which are in flight until their visibility timeout has expired.

        Yields:
            Messages; one that was received too often before is yielded too, with `receive_count` not raised, and has to be
            moved by the caller.

        Raises:
            SqsError: Too many are in flight.
        """
        if self.count(State.IN_FLIGHT) >= MOST_IN_FLIGHT:
            raise SqsError("OverLimit", "Too many messages are in flight.")
        for message in self._order.take(most):
            self.hold(message, now + visibility)
            message.received_at = now
            yield message

    def message_of(self, receipt: Receipt) -> Message | None:
        """Return the message of a receipt, None if it is gone."""
        message = self.messages.get(receipt.message_id)
        return message if message is not None and message.number == receipt.number else None

    def require_current(self, handle: str, receipt: Receipt) -> None:
        """Refuse a receipt that is no longer valid in a FIFO queue: it must be the latest, and in its time.

        Raises:
            SqsError: It is not.
        """
        message = self.message_of(receipt)
        if not self.is_fifo or message is None:
            return
        if message.receive_count != receipt.receive_count or message.state is not State.IN_FLIGHT:
            raise InvalidValueError(handle, "ReceiptHandle", "The receipt handle has expired.")

    def change_visibility(self, message: Message, seconds: int, now: float) -> None:
        """Let a message in flight be visible again after so many seconds from now.

        Raises:
            SqsError: It would be in flight for more than 12 hours.
        """
        if now + seconds > message.received_at + LONGEST_VISIBILITY_SECONDS:
            raise InvalidValueError(
                seconds,
                "VisibilityTimeout",
                f"Total VisibilityTimeout for the message is beyond the limit [{LONGEST_VISIBILITY_SECONDS} seconds].",
            )
        if seconds:
            self.hold(message, now + seconds)
        else:
            self._make_ready(message)

    def hold(self, message: Message, until: float) -> None:
        """Keep a message in flight until a time in epoch seconds."""
        self._hide(message, State.IN_FLIGHT, until)

    def remove(self, message: Message) -> None:
        """Take a message out of the queue, if it is in it."""
        if self.messages.get(message.id) is not message:
            return
        del self.messages[message.id]
        del self._expiring[message.sent_at, message.number]
        self._waiting.pop((message.visible_at, message.number), None)
        self._order.discard(message)
        self._counts[message.state] -= 1
        message.state = State.GONE

    def purge(self) -> None:
        """Take all messages out, and forget who has sent what."""
        for message in list(self.messages.values()):
            self.remove(message)
        self._sent = RecentValues[tuple[str | None, str], Sent](DEDUPLICATION_SECONDS)

    def sent_before(self, group: str | None, deduplication_id: str, now: float) -> Sent | None:
        """Return the result of sending the same message within the last five minutes."""
        return self._sent.get(self._deduplication_key(group, deduplication_id), now)

    def note_sent(self, message: Message, now: float) -> None:
        """Remember a message, for those who send the same."""
        key = self._deduplication_key(message.group, str(message.deduplication_id))
        self._sent.note(key, Sent(message.id, message.sequence), now)

    def attempt(self, attempt_id: str, now: float) -> list[Message]:
        """Return what a receive with this attempt id got within five minutes, if nothing has become of any of it since."""
        received = self._attempts.get(attempt_id, now) or []
        is_unchanged = all(
            message.state is State.IN_FLIGHT and message.visible_at == visible_at
            for message, visible_at in received
        )
        return [message for message, _ in received] if is_unchanged else []

    def note_attempt(self, attempt_id: str, messages: Sequence[Message], now: float) -> None:
        """Remember what a receive got."""
        self._attempts.note(attempt_id, [(message, message.visible_at) for message in messages], now)

    def _deduplication_key(self, group: str | None, deduplication_id: str) -> tuple[str | None, str]:
        return (group if self._deduplicates_by_group else None, deduplication_id)

    def _hide(self, message: Message, state: State, until: float) -> None:
        self._change(message, state)
        message.visible_at = until
        self._waiting[until, message.number] = message

    def _make_ready(self, message: Message) -> None:
        was = message.state
        self._change(message, State.READY)
        message.visible_at = 0.0
        if was is State.IN_FLIGHT:
            self._order.put_back(message)
        else:
            self._order.add(message)

    def _change(self, message: Message, state: State) -> None:
        self._counts[message.state] -= 1
        self._counts[state] += 1
        message.state = state
        self._waiting.pop((message.visible_at, message.number), None)

"""In which order messages that can be received are received."""

from collections import Counter
from typing import Protocol

from sortedcontainers import SortedDict

from sqs_engine.messages import Message, State


class DeliveryOrder(Protocol):
    """Knows the messages of one queue that can be received, and hands them out."""

    def add(self, message: Message) -> None:
        """Take a message that can be received."""

    def take(self, most: int) -> list[Message]:
        """Hand out messages, which are in flight then."""

    def put_back(self, message: Message) -> None:
        """Take a message back that was in flight."""

    def discard(self, message: Message) -> None:
        """Forget a message that was deleted or moved; it may be in flight."""


class StandardOrder:
    """The oldest first; any number of receivers at a time."""

    def __init__(self) -> None:
        self._ready: SortedDict = SortedDict()

    def add(self, message: Message) -> None:
        self._ready[message.number] = message

    def take(self, most: int) -> list[Message]:
        return [self._ready.popitem(0)[1] for _ in range(min(most, len(self._ready)))]

    def put_back(self, message: Message) -> None:
        self.add(message)

    def discard(self, message: Message) -> None:
        self._ready.pop(message.number, None)


class FifoOrder:
    """Each group in the order of sending; a group waits while one of its messages is in flight."""

    def __init__(self) -> None:
        self._groups: dict[str, SortedDict] = {}
        self._in_flight: Counter[str] = Counter()
        self._available: dict[str, None] = {}

    def add(self, message: Message) -> None:
        group = str(message.group)
        self._groups.setdefault(group, SortedDict())[message.number] = message
        self._offer(group)

    def take(self, most: int) -> list[Message]:
        taken: list[Message] = []
        while self._available and len(taken) < most:
            group = next(iter(self._available))
            del self._available[group]
            first = [
                message
                for _, message in zip(range(most - len(taken)), self._groups[group].values(), strict=False)
            ]
            self._in_flight[group] = len(first)
            taken += first
        return taken

    def put_back(self, message: Message) -> None:
        self._land(str(message.group))

    def discard(self, message: Message) -> None:
        group = str(message.group)
        messages = self._groups.get(group)
        if messages is None or messages.pop(message.number, None) is None:
            return
        if not messages:
            del self._groups[group]
            self._available.pop(group, None)
        if message.state is State.IN_FLIGHT:
            self._land(group)

    def _land(self, group: str) -> None:
        self._in_flight[group] -= 1
        if self._in_flight[group] <= 0:
            del self._in_flight[group]
            self._offer(group)

    def _offer(self, group: str) -> None:
        if group in self._groups and group not in self._in_flight:
            self._available.setdefault(group)

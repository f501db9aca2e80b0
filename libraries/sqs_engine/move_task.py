"""Tasks that move messages of a dead-letter queue back to where they came from, or to another queue.

Source: StartMessageMoveTask, Amazon SQS API reference.
"""

import base64
import json
import uuid
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from sqs_engine.messages import Message, State
from sqs_engine.queue import Queue


@dataclass
class MoveTask:
    """One task.

    Attributes:
        source: The dead-letter queue.
        destination_arn: Where messages go; None for where each of them came from.
        rate: Messages a second; None for all at once.
        started_at: Epoch seconds.
        find: Finds a queue by its ARN.
        to_move: How many messages there were at the start.
    """

    source: Queue
    destination_arn: str | None
    rate: int | None
    started_at: float
    find: Callable[[str], Queue | None]
    to_move: int = 0
    moved: int = 0
    status: str = "RUNNING"
    failure: str | None = None
    id: str = field(default_factory=lambda: str(uuid.uuid4()))

    def __post_init__(self) -> None:
        held = self.source.messages.values()
        self._left = deque(message for message in held if message.state is State.READY)
        self.to_move = len(self._left)

    @property
    def handle(self) -> str:
        """What a running task is cancelled by."""
        content = {"taskId": self.id, "sourceArn": self.source.arn}
        return base64.b64encode(json.dumps(content).encode()).decode()

    @property
    def next_move_at(self) -> float | None:
        """When the next message is due, in epoch seconds; None if none is."""
        if self.status != "RUNNING" or not self._left:
            return None
        return self.started_at + (0 if self.rate is None else (self.moved + 1) / self.rate)

    def may_move_to(self, queue: Queue) -> bool:
        """Return whether messages may come into a queue by it."""
        return self.destination_arn in {None, queue.arn}

    def advance(self, now: float) -> None:
        """Move as many messages as are due by now."""
        if self.status != "RUNNING":
            return
        self.source.advance(now)
        while (due := self.next_move_at) is not None and due <= now:
            self._move(self._left.popleft(), now)
        if self.status == "RUNNING" and not self._left:
            self.status = "COMPLETED"

    def cancel(self) -> None:
        """End it where it is."""
        self.status = "CANCELLED"

    def _move(self, message: Message, now: float) -> None:
        """Move a message, unless it has been received or deleted since the start."""
        if message.state is not State.READY:
            return
        target = self.find(self.destination_arn or message.source_arn or "")
        if target is None:
            self.status, self.failure = "FAILED", "AWS.SimpleQueueService.NonExistentQueue"
            return
        self.source.remove(message)
        target.add(message.sent_again(now), 0, now)
        self.moved += 1

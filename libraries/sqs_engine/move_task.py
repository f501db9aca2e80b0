"""Tasks that move messages of a dead-letter queue back to where they came from, or to another queue.

Source: StartMessageMoveTask, Amazon SQS API reference.
"""

import base64
import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field

from sqs_engine.messages import State
from sqs_engine.queue import Queue

FINAL = ("COMPLETED", "CANCELLED", "FAILED")


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
        self.to_move = self.source.count(State.READY)

    @property
    def handle(self) -> str:
        """What a running task is cancelled by."""
        content = {"taskId": self.id, "sourceArn": self.source.arn}
        return base64.b64encode(json.dumps(content).encode()).decode()

    def advance(self, now: float) -> None:
        """Move as many messages as are due by now."""
        if self.status != "RUNNING":
            return
        self.source.advance(now)
        due = self.to_move if self.rate is None else int((now - self.started_at) * self.rate)
        while self.moved < min(due, self.to_move):
            if not self._move_one(now):
                return
        if self.moved >= self.to_move:
            self.status = "COMPLETED"

    def cancel(self) -> None:
        """End it where it is."""
        self.status = "CANCELLED"

    def _move_one(self, now: float) -> bool:
        message = next((each for each in self.source.messages.values() if each.state is State.READY), None)
        if message is None:
            self.to_move = self.moved
            return True
        target = self.find(self.destination_arn or message.source_arn or "")
        if target is None:
            self.status, self.failure = "FAILED", "AWS.SimpleQueueService.NonExistentQueue"
            return False
        self.source.remove(message)
        target.add(message.sent_again(now), 0, now)
        self.moved += 1
        return True

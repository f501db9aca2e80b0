"""The queues of one account in one region."""

from collections import deque
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from sqs_engine.errors import MissingParameterError, access_denied, queue_not_found
from sqs_engine.move_task import MoveTask
from sqs_engine.queue import Queue


class Queues(Protocol):
    """Finds queues of any account and region."""

    def find(self, arn: str) -> Queue | None:
        """Return the queue with an ARN."""


class QueueAccount:
    """All that one account has in one region.

    Args:
        account_id: 12 digits.
        region: The region.
        clock: Epoch seconds.
        everywhere: Finds queues of any account and region.

    Attributes:
        queues: Queues by name.
        move_tasks: The latest tasks of each dead-letter queue, of which only the last one may be running.
    """

    def __init__(self, account_id: str, region: str, clock: Callable[[], float], everywhere: Queues) -> None:
        self.account_id = account_id
        self.region = region
        self.clock = clock
        self.queues: dict[str, Queue] = {}
        self.move_tasks: dict[Queue, deque[MoveTask]] = {}
        self.find: Callable[[str], Queue | None] = everywhere.find

    def arn(self, name: str) -> str:
        """Return the ARN of a queue of this account."""
        return f"arn:aws:sqs:{self.region}:{self.account_id}:{name}"

    def url(self, name: str) -> str:
        """Return the path of a queue's URL."""
        return f"/{self.account_id}/{name}"

    def queue(self, parameters: Mapping[str, Any]) -> Queue:
        """Return the queue that a request names by its URL, with the present state of its messages.

        Raises:
            SqsError: There is none.
        """
        url = parameters.get("QueueUrl")
        if not url:
            raise MissingParameterError("QueueUrl")
        before, _, name = url.rstrip("/").rpartition("/")
        owner = before.rpartition("/")[2]
        queue = self.find(
            f"arn:aws:sqs:{self.region}:{owner}:{name}" if owner.isdecimal() else self.arn(name)
        )
        if queue is None:
            raise queue_not_found()
        self.advance(queue)
        return queue

    def own_queue(self, parameters: Mapping[str, Any]) -> Queue:
        """Return the queue that a request names, for an operation that only its owner may use.

        Raises:
            SqsError: There is none, or it belongs to another account.
        """
        queue = self.queue(parameters)
        if self.queues.get(queue.name) is not queue:
            raise access_denied()
        return queue

    def advance(self, queue: Queue) -> None:
        """Bring a queue to the present: messages become visible, expire, or are moved by a task."""
        now = self.clock()
        queue.advance(now)
        for tasks in self.move_tasks.values():
            tasks[-1].advance(now)

    def next_change(self, queue: Queue) -> float | None:
        """Return when a message of a queue may become visible, or be moved into it, without a request; None if none will."""
        latest = (tasks[-1] for tasks in self.move_tasks.values())
        moments = [queue.next_change(), *(task.next_move_at for task in latest if task.may_move_to(queue))]
        return min((moment for moment in moments if moment is not None), default=None)

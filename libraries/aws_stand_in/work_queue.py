"""Work that waits until it is due, and for a thread: as many as may work at the same time."""

import heapq
import itertools
import logging
import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

logger = logging.getLogger(__name__)

Item = TypeVar("Item")


class WorkQueue(Generic[Item]):
    """Processes items on threads that exist only while there are items.

    Args:
        name: The name of its threads.
        process: Called with an item that is due; returns when it is due again, by the monotonic clock, or None if it is done.
        most_threads: Returns how many items may be processed at the same time; asked again with each item.
    """

    def __init__(
        self, name: str, process: Callable[[Item], float | None], most_threads: Callable[[], int]
    ) -> None:
        self._name = name
        self._process = process
        self._most_threads = most_threads
        self._changed = threading.Condition()
        self._waiting: list[tuple[float, int, Item]] = []
        self._numbers = itertools.count()
        self._threads = self._busy = 0

    def put(self, item: Item) -> None:
        """Have an item processed, after those that have been put before."""
        with self._changed:
            self._let_wait(item, time.monotonic())
            self._employ()

    def _let_wait(self, item: Item, due_at: float) -> None:
        heapq.heappush(self._waiting, (due_at, next(self._numbers), item))
        self._changed.notify()

    def _employ(self) -> None:
        """Have a thread for each item, as far as there may be as many."""
        while self._threads < min(self._most_threads(), len(self._waiting) + self._busy):
            self._threads += 1
            threading.Thread(target=self._work, name=self._name, daemon=True).start()

    def _work(self) -> None:
        while (item := self._take()) is not None:
            due_at = self._processed(item)
            with self._changed:
                self._busy -= 1
                if due_at is not None:
                    self._let_wait(item, due_at)

    def _take(self) -> Item | None:
        """Return the next item when it is due; None, and one thread less, if there is none."""
        with self._changed:
            while self._waiting:
                due_at, _, item = self._waiting[0]
                if (seconds := due_at - time.monotonic()) <= 0:
                    heapq.heappop(self._waiting)
                    self._busy += 1
                    self._employ()
                    return item
                self._changed.wait(seconds)
            self._threads -= 1
            return None

    def _processed(self, item: Item) -> float | None:
        try:
            return self._process(item)
        except Exception:
            logger.exception("%s: an item is lost", self._name)
            return None

"""Previous versions of items, which an eventually consistent read may return.

Such a read "might not reflect the results of a recently completed write operation" (Amazon DynamoDB Developer Guide, "DynamoDB
read consistency"), and neither may any read of a global secondary index.
"""

import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from heapq import merge
from typing import Any, NamedTuple

from dynamodb_engine.expressions.key_conditions import KeyRange
from dynamodb_engine.ordered_items import OrderedItems, Position, Stored
from dynamodb_engine.values import Item

KEPT_SECONDS = 60
"""For how long is kept what a write has replaced: no read finds anything older."""


class _Replaced(NamedTuple):
    """What stood at a position of the table until a write; None for nothing."""

    at: float
    position: Position
    stored: Stored | None


class WriteHistory:
    """What the writes to a table have replaced within the last minute.

    Args:
        clock: Seconds that are never set back.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._entries: deque[_Replaced] = deque()

    def note(self, position: Position, stored: Stored | None) -> None:
        """Note what a write has replaced."""
        self._entries.append(_Replaced(self._clock(), position, stored))
        self._forget_old()

    def replaced_since(self, moment: float) -> dict[Position, Stored | None]:
        """Return what stood at a moment, or a minute ago if that is later, where something else stands now."""
        return {entry.position: entry.stored for entry in self._entries_since(moment)}

    def earlier(self, position: Position, current: Stored | None, moment: float) -> Stored | None:
        """Return what stood at a position at a moment, or a minute ago if that is later.

        Args:
            position: The position in the table.
            current: What stands there now.
            moment: The moment.
        """
        found = current
        for entry in self._entries_since(moment):
            if entry.position == position:
                found = entry.stored
        return found

    def _entries_since(self, moment: float) -> Iterator[_Replaced]:
        """Yield the entries from a moment on, the latest first."""
        self._forget_old()
        for entry in reversed(self._entries):
            if entry.at < moment:
                return
            yield entry

    def _forget_old(self) -> None:
        oldest = self._clock() - KEPT_SECONDS
        while self._entries and self._entries[0].at < oldest:
            self._entries.popleft()


class EarlierItems:
    """The items of a table or of one of its indexes as they were before some writes.

    Args:
        current: The items as they are.
        replaced: What the writes have replaced, by position in the table, as far as the index may hold it.
    """

    def __init__(self, current: OrderedItems, replaced: Mapping[Position, Stored | None]) -> None:
        self._current = current
        self._replaced = replaced
        self._past = current.without_items()
        for stored in replaced.values():
            if stored is not None:
                self._past.put(stored)

    def scan(self, after: Position | None) -> Iterator[Stored]:
        """Yield all items that come after a position."""
        return self._merge(lambda items: items.scan(after), backwards=False)

    def query(self, wanted: KeyRange, after: Position | None, *, backwards: bool) -> Iterator[Stored]:
        """Yield the items of a key range, those after a position in the order of reading."""
        return self._merge(lambda items: items.query(wanted, after, backwards=backwards), backwards=backwards)

    def _merge(
        self, read: Callable[[OrderedItems], Iterator[Stored]], *, backwards: bool
    ) -> Iterator[Stored]:
        unchanged = (each for each in read(self._current) if not self._is_replaced(each.item))
        return merge(unchanged, read(self._past), key=self._position, reverse=backwards)

    def _is_replaced(self, item: Item) -> bool:
        return self._current.table_position(item) in self._replaced

    def _position(self, stored: Stored) -> Any:
        return self._current.position(stored.item)

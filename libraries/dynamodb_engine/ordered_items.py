"""Items in the order in which DynamoDB reads them, found in logarithmic time however many there are.

Partitions come in the order of a hash of their keys, items of a partition in the order of the sort keys. A position is a tuple of
the partition's hash, its keys, the sort keys, and, in an index, the position in the table, since keys of an index may repeat.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sortedcontainers import SortedDict

from dynamodb_engine.expressions.key_conditions import KeyRange
from dynamodb_engine.expressions.projections import Projection
from dynamodb_engine.schema import Keys
from dynamodb_engine.values import Item, Value, content_of, item_size, kind_of, sort_key

Position = tuple[Any, ...]

_LONGEST_KEY_BYTES = 2048


class Stored(NamedTuple):
    """An item and its size in bytes."""

    item: Item
    size: int


class _Last:
    """Comes after everything else in a tuple."""

    def __lt__(self, _other: object) -> bool:
        return False

    def __gt__(self, _other: object) -> bool:
        return True


LAST = _Last()


class OrderedItems:
    """The items of a table or of one of its indexes.

    Args:
        keys: Its key attributes.
        table_keys: The table's, for an index.
        projection: What an index has of each item; None for everything.
    """

    def __init__(
        self, keys: Keys, table_keys: Keys | None = None, projection: Projection | None = None
    ) -> None:
        self.keys = keys
        self._names = frozenset(keys.names)
        self._table_keys = table_keys
        self._projection = projection
        self.size = 0
        """Bytes of all items together."""
        self._items: SortedDict = SortedDict()

    def __len__(self) -> int:
        return len(self._items)

    def __iter__(self) -> Iterator[Stored]:
        return iter(self._items.values())

    def position(self, item: Item) -> Position | None:
        """Return where an item stands; None for an item that an index does not have, as it lacks one of its keys."""
        if not self._names <= item.keys():
            return None
        within = () if self._table_keys is None else _position(self._table_keys, item)
        return (*_position(self.keys, item), within)

    def table_position(self, item: Item) -> Position:
        """Return where an item stands in the table."""
        return (*_position(self._table_keys or self.keys, item), ())

    def without_items(self) -> "OrderedItems":
        """Return an empty collection of the same kind."""
        return OrderedItems(self.keys, self._table_keys, self._projection)

    def get(self, position: Position) -> Stored | None:
        """Return what stands at a position."""
        found: Stored | None = self._items.get(position)
        return found

    def put(self, stored: Stored) -> None:
        """Add an item with keys that no other item has."""
        if (position := self.position(stored.item)) is None:
            return
        if self._projection is not None:
            item = self._projection.of(stored.item)
            stored = Stored(item, item_size(item))
        self._items[position] = stored
        self.size += stored.size

    def discard(self, item: Item) -> None:
        """Remove an item if it is there."""
        if (position := self.position(item)) is not None and position in self._items:
            self.size -= self._items.pop(position).size

    def scan(self, after: Position | None) -> Iterator[Stored]:
        """Yield all items that come after a position."""
        return self._between(after, None, inclusive=(False, True), backwards=False)

    def query(self, wanted: KeyRange, after: Position | None, *, backwards: bool) -> Iterator[Stored]:
        """Yield the items of a key range, those after a position in the order of reading."""
        low, high = _bounds(wanted)
        if after is None:
            return self._between(low, high, inclusive=(True, True), backwards=backwards)
        if backwards:
            return self._between(low, min(after, high), inclusive=(True, False), backwards=True)
        return self._between(max(after, low), high, inclusive=(False, True), backwards=False)

    def _between(
        self, low: Position | None, high: Position | None, *, inclusive: tuple[bool, bool], backwards: bool
    ) -> Iterator[Stored]:
        for position in self._items.irange(low, high, inclusive, reverse=backwards):
            yield self._items[position]


def covers(wanted: KeyRange, position: Position) -> bool:
    """Return whether a position is in a key range."""
    low, high = _bounds(wanted)
    return not (position < low or high < position)


def partition_hash(values: Sequence[Value]) -> bytes:
    """Return the hash of the partition keys' values, which partitions are ordered by and shared out to segments."""
    text = ""
    for value in values:
        separator = "\n" if text else ""
        text += f"{separator}{kind_of(value)}:{content_of(value)}"
    return hashlib.md5(text.encode(), usedforsecurity=False).digest()


def segment_of(item: Item, keys: Keys, total: int) -> int:
    """Return which of so many segments of a parallel scan an item is in."""
    return int.from_bytes(partition_hash([item[name] for name in keys.partition])[:4], "big") % total


def _position(keys: Keys, item: Item) -> Position:
    values = [*map(item.__getitem__, keys.names)]
    return (partition_hash(values[: len(keys.partition)]), *map(sort_key, values))


def _bounds(wanted: KeyRange) -> tuple[Position, Position]:
    exact = (partition_hash(wanted.partition), *map(sort_key, (*wanted.partition, *wanted.equal)))
    first, last = _SORT_BOUNDS[wanted.operator](*map(sort_key, wanted.bounds))
    return (*exact, *first), (*exact, *last)


def _prefix_bounds(prefix: Any) -> tuple[Position, Position]:
    return (prefix,), (prefix + b"\xff" * _LONGEST_KEY_BYTES,)


_SORT_BOUNDS: Mapping[str | None, Callable[..., tuple[Position, Position]]] = {
    None: lambda: ((), (LAST,)),
    "=": lambda bound: ((bound,), (bound, LAST)),
    "<": lambda bound: ((), (bound,)),
    "<=": lambda bound: ((), (bound, LAST)),
    ">": lambda bound: ((bound, LAST), (LAST,)),
    ">=": lambda bound: ((bound,), (LAST,)),
    "BETWEEN": lambda low, high: ((low,), (high, LAST)),
    "begins_with": _prefix_bounds,
}
"""Where the range of an operator begins and ends, after the part of a position that is the same for all."""

"""A table: its items, its indexes, and what it is like."""

import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from dynamodb_engine.earlier_items import EarlierItems, WriteHistory
from dynamodb_engine.errors import InvalidParameterValueError, ValidationError
from dynamodb_engine.ordered_items import OrderedItems, Position, Stored
from dynamodb_engine.policies import Policy
from dynamodb_engine.schema import PROVISIONED, IndexDefinition, Keys, Limits, Throughput
from dynamodb_engine.streams import Stream
from dynamodb_engine.time_to_live import TimeToLive
from dynamodb_engine.values import (
    ITEM_SIZE_LIMIT,
    Item,
    Value,
    content_of,
    described_kind,
    item_size,
    kind_of,
    require_not_empty,
    size_of,
)

LONGEST_PARTITION_KEY, LONGEST_SORT_KEY = 2048, 1024


@dataclass
class TableSettings:
    """A table's changeable settings.

    Attributes:
        billing_mode: `PAY_PER_REQUEST` or `PROVISIONED`.
        on_demand_since: Epoch seconds, None for a table that never was on demand.
        throughput: Provisioned capacity.
        table_class: `STANDARD` or `STANDARD_INFREQUENT_ACCESS`.
        encryption: The SSEDescription, if encryption with a KMS key is on.
        is_protected: Whether the table can't be deleted.
        recovery: Whether point-in-time recovery is on, and for how many days.
        tags: Tags by key.
        policy: The resource policy, if there is one.
        limits: Of on-demand and warm throughput.
    """

    billing_mode: str = PROVISIONED
    on_demand_since: float | None = None
    throughput: Throughput = field(default_factory=Throughput)
    table_class: str | None = None
    encryption: Mapping[str, str] | None = None
    is_protected: bool = False
    recovery: int | None = None
    tags: dict[str, str] = field(default_factory=dict)
    policy: Policy | None = None
    limits: Limits = field(default_factory=dict)


class Table:
    """A table with its secondary indexes.

    Args:
        name: Its name.
        arn: Its ARN.
        keys: Its keys.
        types: The types of all key attributes, the indexes' included.
        clock: Epoch seconds.
    """

    def __init__(
        self, name: str, arn: str, keys: Keys, types: dict[str, str], clock: Callable[[], float]
    ) -> None:
        self.name = name
        self.arn = arn
        self.id = str(uuid.uuid4())
        self.keys = keys
        self.types = types
        self.created_at = clock()
        self.settings = TableSettings()
        self.indexes: dict[str, IndexDefinition] = {}
        self.stream: Stream | None = None
        self._clock = clock
        self._items = OrderedItems(keys)
        self._history = WriteHistory()
        self._index_items: dict[str, OrderedItems] = {}
        self._expiry: TimeToLive | None = None

    def __len__(self) -> int:
        return len(self._items)

    def __iter__(self) -> Iterator[Stored]:
        return iter(self._items)

    @property
    def size(self) -> int:
        """Bytes of all items together."""
        return self._items.size

    def copy(self, name: str, arn: str) -> "Table":
        """Return a table with the same items, indexes and settings, but without stream and expiry."""
        copied = Table(name, arn, self.keys, dict(self.types), self._clock)
        copied.id, copied.created_at = self.id, self.created_at
        copied.settings = replace(self.settings, tags=dict(self.settings.tags))
        for stored in self._items:
            copied.put(stored.item)
        copied._history = WriteHistory()
        for index in self.indexes.values():
            copied.add_index(index)
        return copied

    def add_index(self, index: IndexDefinition, types: Mapping[str, str] = MappingProxyType({})) -> None:
        """Add a secondary index with all items that have its keys.

        Args:
            index: The index.
            types: The types of its key attributes, as far as no other key has them.
        """
        self.types = {**types, **self.types}
        self.indexes[index.name] = index
        items = OrderedItems(index.keys, self.keys, index.projection(self.keys))
        self._index_items[index.name] = items
        for stored in self._items:
            if self._fits(index, stored.item):
                items.put(stored)

    def remove_index(self, name: str) -> None:
        """Remove a secondary index."""
        del self.indexes[name], self._index_items[name]
        used = {*self.keys.names, *(each for index in self.indexes.values() for each in index.keys.names)}
        self.types = {each: kind for each, kind in self.types.items() if each in used}

    def provision_index(self, name: str, throughput: Throughput, limits: Limits) -> None:
        """Give a secondary index another capacity, and other limits in place of those that are named."""
        index = self.indexes[name]
        self.indexes[name] = replace(index, throughput=throughput, limits={**index.limits, **limits})

    def index(self, name: str) -> IndexDefinition:
        """Return an index by its name.

        Raises:
            ValidationError: There is none.
        """
        if name not in self.indexes:
            raise ValidationError(f"The table does not have the specified index: {name}")
        return self.indexes[name]

    def collection(self, index: str | None) -> OrderedItems:
        """Return the items of the table, or of one of its indexes, in their order."""
        return self._items if index is None else self._index_items[index]

    def collection_at(self, moment: float | None, index: str | None) -> OrderedItems | EarlierItems:
        """Return the items of the table, or of one of its indexes, as they were at a moment; None for now."""
        current = self.collection(index)
        if moment is None:
            return current
        replaced = self._history.replaced_since(moment)
        if index is None:
            return EarlierItems(current, replaced)
        definition = self.indexes[index]
        return EarlierItems(
            current,
            {
                position: stored if stored is not None and self._fits(definition, stored.item) else None
                for position, stored in replaced.items()
            },
        )

    @property
    def expiry_attribute(self) -> str | None:
        """The attribute that holds when an item expires, None where items do not."""
        return None if self._expiry is None else self._expiry.attribute

    def expire_by(self, attribute: str | None) -> None:
        """Let items expire by an attribute, or not at all."""
        self._expiry = None if attribute is None else TimeToLive(attribute)
        if self._expiry is not None:
            for stored in self._items:
                self._expiry.add(self.position(stored.item), stored.item)

    def remove_expired(self) -> None:
        """Remove the expired items."""
        for item in [] if self._expiry is None else self._expiry.due(self._clock()):
            self.delete(item, expired=True)

    def position(self, key: Item) -> Position:
        """Return where the item with a key stands, or would stand.

        Raises:
            ValidationError: It lacks one of the key attributes.
        """
        position = self._items.position(key)
        if position is None:
            raise ValidationError("The provided key element does not match the schema")
        return position

    def get(self, key: Item, moment: float | None = None) -> Item | None:
        """Return the item with a key that `require_key` has passed, as it was at a moment; None for now."""
        position = self.position(key)
        stored = self._items.get(position)
        if moment is not None:
            stored = self._history.earlier(position, stored, moment)
        return None if stored is None else stored.item

    def put(self, item: Item) -> Item | None:
        """Store an item that `require_item` has passed; return the one that it replaces."""
        position = self.position(item)
        old = self._items.get(position)
        self._forget(old)
        self._history.note(position, old)
        stored = Stored(item, item_size(item))
        self._items.put(stored)
        for items in self._index_items.values():
            items.put(stored)
        if self._expiry is not None:
            self._expiry.add(position, item)
        self._note(None if old is None else old.item, item)
        return None if old is None else old.item

    def delete(self, key: Item, *, expired: bool = False) -> Item | None:
        """Remove the item with a key; return it."""
        position = self.position(key)
        old = self._items.get(position)
        if old is None:
            return None
        self._forget(old)
        self._history.note(position, old)
        self._note(old.item, None, expired=expired)
        return old.item

    def start(self, index: str | None, key: Item) -> Position | None:
        """Return where a page ended whose last key this is.

        Raises:
            ValidationError: It is not a key of the table or of the index.
        """
        keys = self.keys if index is None else self.indexes[index].keys
        if set(key) != {*keys.names, *self.keys.names}:
            raise ValidationError("The provided starting key is invalid")
        if any(kind_of(value) != self.types[name] for name, value in key.items()):
            raise ValidationError(
                "The provided starting key is invalid: The provided key element does not match the schema"
            )
        return self.collection(index).position(key)

    def require_key(self, key: Item) -> None:
        """Refuse a key that is not made as this table's are.

        Raises:
            ValidationError: It has other attributes or types, or is empty or too long.
        """
        if set(key) != set(self.keys.names) or any(
            kind_of(value) != self.types[name] for name, value in key.items()
        ):
            raise ValidationError("The provided key element does not match the schema")
        self._require_key_sizes(key)

    def require_item(self, item: Item) -> None:
        """Refuse an item that this table can't hold.

        Raises:
            ValidationError: It lacks a key attribute, has one of another type, or is too large.
        """
        for name in self.keys.names:
            if name not in item:
                raise InvalidParameterValueError(f"Missing the key {name} in the item")
            if kind_of(item[name]) != self.types[name]:
                raise InvalidParameterValueError(
                    f"Type mismatch for key {name} expected: {self.types[name]} actual: {kind_of(item[name])}"
                )
        self._require_key_sizes(self.keys.of(item))
        self.require_index_keys(item)
        if item_size(item) > ITEM_SIZE_LIMIT:
            raise ValidationError("Item size has exceeded the maximum allowed size")

    def require_index_keys(self, item: Item) -> None:
        """Refuse an item whose attributes an index can't have as its keys.

        Raises:
            ValidationError: One has another type, or is empty.
        """
        for index in self.indexes.values():
            for name in index.keys.names:
                if name in item:
                    self._require_index_key(index, name, item[name])

    def _require_index_key(self, index: IndexDefinition, name: str, value: Value) -> None:
        if kind_of(value) != self.types[name]:
            raise InvalidParameterValueError(
                f"Type mismatch for Index Key {name} Expected: {self.types[name]} Actual: {kind_of(value)} "
                f"IndexName: {index.name}"
            )
        if content_of(value) == "":
            raise ValidationError(
                "One or more parameter values are not valid. A value specified for a secondary index key is not supported. "
                f"The AttributeValue for a key attribute cannot contain an empty {described_kind(value)} value. "
                f"IndexName: {index.name}, IndexKey: {name}"
            )

    def _require_key_sizes(self, key: Item) -> None:
        for name, value in key.items():
            require_not_empty(name, value)
        if sum(map(size_of, map(key.__getitem__, self.keys.partition))) > LONGEST_PARTITION_KEY:
            raise InvalidParameterValueError(
                f"Size of hashkey has exceeded the maximum size limit of{LONGEST_PARTITION_KEY} bytes"
            )
        if sum(map(size_of, map(key.__getitem__, self.keys.sort))) > LONGEST_SORT_KEY:
            raise InvalidParameterValueError(
                f"Aggregated size of all range keys has exceeded the size limit of {LONGEST_SORT_KEY} bytes"
            )

    def _forget(self, stored: Stored | None) -> None:
        if stored is not None:
            self._items.discard(stored.item)
            for name, items in self._index_items.items():
                if self._fits(self.indexes[name], stored.item):
                    items.discard(stored.item)
            if self._expiry is not None:
                self._expiry.discard(self.position(stored.item), stored.item)

    def _note(self, old: Item | None, new: Item | None, *, expired: bool = False) -> None:
        if self.stream is not None:
            self.stream.write(old, new, self._clock(), expired=expired)

    def _fits(self, index: IndexDefinition, item: Item) -> bool:
        return all(
            name in item and kind_of(item[name]) == self.types[name] and content_of(item[name]) != ""
            for name in index.keys.names
        )

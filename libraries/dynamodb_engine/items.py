"""Operations on one item: PutItem, GetItem, UpdateItem, DeleteItem."""

from collections.abc import Mapping
from typing import Any

from dynamodb_engine.account import TableAccount
from dynamodb_engine.capacity import (
    CONSISTENT,
    EVENTUAL,
    TRANSACTIONAL,
    WRITTEN_ONCE,
    ConsumedCapacity,
    read_units,
    write_units,
)
from dynamodb_engine.errors import ValidationError, counted
from dynamodb_engine.expressions.bindings import PROJECTION, Bindings
from dynamodb_engine.expressions.projections import Projection, parse_projection
from dynamodb_engine.legacy import attributes_to_get, require_one_form
from dynamodb_engine.table import Table
from dynamodb_engine.values import Item, Value, checked_item, item_size
from dynamodb_engine.writes import ItemChange, Write, read_delete, read_put, read_update


def put_item(account: TableAccount, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Store an item."""
    with counted():
        _require_return_values(parameters, ("NONE", "ALL_OLD"))
        write = read_put(account, parameters)
    return _write(write, parameters)


def delete_item(account: TableAccount, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Remove an item."""
    with counted():
        _require_return_values(parameters, ("NONE", "ALL_OLD"))
        write = read_delete(account, parameters)
    return _write(write, parameters)


def update_item(account: TableAccount, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Change an item, or make one."""
    with counted():
        write = read_update(account, parameters)
    return _write(write, parameters)


def get_item(account: TableAccount, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Return an item."""
    key = checked_item(parameters["Key"])
    projection = read_projection(parameters)
    table = account.table(parameters["TableName"])
    table.require_key(key)
    item = table.get(key, account.moment_read(parameters))
    capacity = ConsumedCapacity(parameters)
    factor = CONSISTENT if parameters.get("ConsistentRead") else EVENTUAL
    consume_read(capacity, table, item, factor)
    return {**shown(item, projection), **capacity.of_one()}


def read_projection(parameters: Mapping[str, Any]) -> Projection | None:
    """Return the requested attributes of an item; None for all.

    Raises:
        ValidationError: It is not a projection.
    """
    require_one_form(parameters, ("AttributesToGet",), (PROJECTION,))
    bindings = Bindings(parameters, (PROJECTION,))
    text = parameters.get(PROJECTION)
    if text is None:
        return attributes_to_get(parameters)
    projection = parse_projection(text).bound(bindings)
    bindings.require_all_used()
    return projection


def shown(item: Item | None, projection: Projection | None) -> dict[str, Any]:
    """Return the member `Item` of a result; empty where there is no item."""
    if item is None:
        return {}
    return {"Item": item if projection is None else projection.of(item)}


def consume_read(capacity: ConsumedCapacity, table: Table, item: Item | None, factor: float) -> None:
    """Count what reading an item, or finding none, takes."""
    capacity.consume(table.name, read_units(0 if item is None else item_size(item), factor))


def consume_write(
    capacity: ConsumedCapacity, write: Write, change: ItemChange, *, transactional: bool = False
) -> None:
    """Count what a write takes, in the table and in each index that it changes."""
    table, factor = write.table, TRANSACTIONAL if transactional else WRITTEN_ONCE
    capacity.consume(table.name, write_units(change.size, factor))
    for index in table.indexes.values():
        projection = index.projection(table.keys)
        old, new = (_in_index(item, index.keys.names, projection) for item in (change.old, change.new))
        if old == new:
            continue
        sizes = [item_size(item) for item in (old, new) if item is not None]
        has_moved = old is not None and new is not None and index.keys.of(old) != index.keys.of(new)
        units = sum(write_units(size, factor) for size in (sizes if has_moved else [max(sizes)]))
        capacity.consume(table.name, units, index=index.name, is_global=index.is_global)


def collection_metrics(write: Write, parameters: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return ItemCollectionMetrics of a write, None where it is not asked for or the table has no local index."""
    is_asked = parameters.get("ReturnItemCollectionMetrics") == "SIZE"
    if not is_asked or all(index.is_global for index in write.table.indexes.values()):
        return None
    partition: dict[str, Value] = {name: write.key[name] for name in write.table.keys.partition}
    return {"ItemCollectionKey": partition, "SizeEstimateRangeGB": [0.0, 1.0]}


def _write(write: Write, parameters: Mapping[str, Any]) -> dict[str, Any]:
    change = write.make()
    capacity = ConsumedCapacity(parameters)
    consume_write(capacity, write, change)
    metrics = collection_metrics(write, parameters)
    return {
        **_returned(write, change, parameters.get("ReturnValues") or "NONE"),
        **({"ItemCollectionMetrics": metrics} if metrics else {}),
        **capacity.of_one(),
    }


def _returned(write: Write, change: ItemChange, wanted: str) -> dict[str, Any]:
    if wanted == "NONE":
        return {}
    item = change.old if wanted.endswith("OLD") else change.new
    if item is None:
        return {}
    if wanted.startswith("ALL") or write.paths is None:
        return {"Attributes": item}
    attributes = write.paths.of(item)
    return {"Attributes": attributes} if attributes else {}


def _require_return_values(parameters: Mapping[str, Any], allowed: tuple[str, ...]) -> None:
    if (parameters.get("ReturnValues") or "NONE") not in allowed:
        raise ValidationError("ReturnValues can only be ALL_OLD or NONE")


def _in_index(item: Item | None, keys: tuple[str, ...], projection: Projection | None) -> Item | None:
    if item is None or any(name not in item for name in keys):
        return None
    return item if projection is None else projection.of(item)

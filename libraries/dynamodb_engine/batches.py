"""BatchWriteItem and BatchGetItem: many items that do not depend on each other."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from dynamodb_engine.account import TableAccount
from dynamodb_engine.capacity import CONSISTENT, EVENTUAL, ConsumedCapacity
from dynamodb_engine.errors import ValidationError
from dynamodb_engine.items import collection_metrics, consume_read, consume_write, read_projection
from dynamodb_engine.ordered_items import Position
from dynamodb_engine.table import Table
from dynamodb_engine.values import Item, checked_item, item_size
from dynamodb_engine.writes import Write, read_delete, read_put

MOST_WRITES, MOST_READS = 25, 100
RESPONSE_BYTES = 16 * 1024 * 1024
_DUPLICATES = "Provided list of item keys contains duplicates"


def batch_write_item(account: TableAccount, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Put and delete items; nothing is done if one of the requests is wrong."""
    requests = parameters["RequestItems"]
    _require_some(requests)
    if sum(len(writes) for writes in requests.values()) > MOST_WRITES:
        raise ValidationError("Too many items requested for the BatchWriteItem call")
    writes = [_write(account, table, request) for table, given in requests.items() for request in given]
    for write in writes:
        write.table.require_key(write.key)
        write.require()
    _require_different((write.table, write.key) for write in writes)
    capacity = ConsumedCapacity(parameters)
    metrics: dict[str, list[Any]] = {}
    for write in writes:
        consume_write(capacity, write, write.make())
        if metric := collection_metrics(write, parameters):
            metrics.setdefault(write.table.name, []).append(metric)
    shown = {"ItemCollectionMetrics": metrics} if metrics else {}
    return {"UnprocessedItems": {}, **shown, **capacity.of_all()}


def batch_get_item(account: TableAccount, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Return items; those that would make the response too long are left to another request."""
    requests = parameters["RequestItems"]
    _require_some(requests)
    if sum(len(request["Keys"]) for request in requests.values()) > MOST_READS:
        raise ValidationError("Too many items requested for the BatchGetItem call")
    projections = {name: read_projection(request) for name, request in requests.items()}
    reads = list(_reads(account, requests))
    _require_different((table, key) for _, table, key in reads)
    capacity = ConsumedCapacity(parameters)
    responses: dict[str, list[Item]] = {name: [] for name in requests}
    unprocessed: dict[str, Any] = {}
    size = 0
    for name, table, key in reads:
        item = table.get(key, account.moment_read(requests[name]))
        size += 0 if item is None else item_size(item)
        if size > RESPONSE_BYTES:
            unprocessed.setdefault(name, {**requests[name], "Keys": []})["Keys"].append(key)
            continue
        consume_read(capacity, table, item, CONSISTENT if requests[name].get("ConsistentRead") else EVENTUAL)
        if item is not None:
            projection = projections[name]
            responses[name].append(item if projection is None else projection.of(item))
    return {"Responses": responses, "UnprocessedKeys": unprocessed, **capacity.of_all()}


def _reads(account: TableAccount, requests: Mapping[str, Any]) -> Iterator[tuple[str, Table, Item]]:
    for name, request in requests.items():
        table = account.table(name)
        for given in request["Keys"]:
            key = checked_item(given)
            table.require_key(key)
            yield name, table, key


def _write(account: TableAccount, table: str, request: Mapping[str, Any]) -> Write:
    put, delete = request.get("PutRequest"), request.get("DeleteRequest")
    if (put is None) == (delete is None):
        raise ValidationError(
            "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes"
            if put is not None
            else "Supplied WriteRequest is empty, must contain exactly one of the supported requests"
        )
    if put is not None:
        return read_put(account, {"TableName": table, "Item": put["Item"]})
    return read_delete(account, {"TableName": table, "Key": request["DeleteRequest"]["Key"]})


def _require_some(requests: Mapping[str, Any]) -> None:
    if not requests:
        raise ValidationError(
            "1 validation error detected: Value '{}' at 'requestItems' failed to satisfy constraint: "
            "Member must have length greater than or equal to 1"
        )


def _require_different(keys: Iterable[tuple[Table, Item]]) -> None:
    seen: set[tuple[str, Position | None]] = set()
    for table, key in keys:
        place = (table.name, table.collection(None).position(key))
        if place in seen:
            raise ValidationError(_DUPLICATES)
        seen.add(place)

"""ExecuteStatement, BatchExecuteStatement and ExecuteTransaction."""

import base64
import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

from dynamodb_engine.account import TableAccount
from dynamodb_engine.capacity import CONSISTENT, EVENTUAL, TRANSACTIONAL, ConsumedCapacity, read_units
from dynamodb_engine.earlier_items import EarlierItems
from dynamodb_engine.errors import (
    DuplicateItemError,
    DynamoDbError,
    InvalidParameterValueError,
    ValidationError,
)
from dynamodb_engine.expressions.conditions import Condition, Exists, Not, Or
from dynamodb_engine.expressions.key_conditions import KeyRange
from dynamodb_engine.expressions.paths import Path
from dynamodb_engine.expressions.projections import Projection
from dynamodb_engine.items import consume_read, consume_write, shown
from dynamodb_engine.ordered_items import OrderedItems, Stored
from dynamodb_engine.partiql_keys import equalities, is_backwards, key_ranges
from dynamodb_engine.partiql_syntax import Statement, parse_statement
from dynamodb_engine.schema import IndexDefinition, Keys
from dynamodb_engine.table import Table
from dynamodb_engine.transactions import consume_all, make_all, once, reason_of, require_different
from dynamodb_engine.values import Item, Value, checked_item
from dynamodb_engine.writes import ItemChange, Write

PAGE_BYTES = 1024 * 1024


def execute_statement(account: TableAccount, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Do what one statement says."""
    statement = _parse(parameters)
    capacity = ConsumedCapacity(parameters)
    if statement.verb == "SELECT":
        items, token = _select(account, statement, parameters, capacity)
        return {"Items": items, **({"NextToken": token} if token else {}), **capacity.of_one()}
    if statement.verb == "EXISTS":
        raise ValidationError("EXISTS() is not a valid statement outside of ExecuteTransaction")
    items = _execute_write(account, statement, parameters, capacity)
    return {"Items": items, **capacity.of_one()}


def batch_execute_statement(account: TableAccount, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Do several statements that do not depend on each other; each has its own result or error."""
    statements = [(_parse_or_error(each), each) for each in parameters["Statements"]]
    _require_one_kind(parsed for parsed, _ in statements if isinstance(parsed, Statement))
    capacity = ConsumedCapacity(parameters)
    responses = [_batched(account, parsed, each, capacity) for parsed, each in statements]
    return {"Responses": responses, **capacity.of_all()}


def execute_transaction(account: TableAccount, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Do several statements together: all read or all write."""
    return once(account, parameters, "TransactStatements", lambda: _transaction(account, parameters))


def _transaction(
    account: TableAccount, parameters: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    statements = [(_parse(each), each) for each in parameters["TransactStatements"]]
    _require_one_kind(parsed for parsed, _ in statements)
    if statements[0][0].verb == "SELECT":
        capacity = ConsumedCapacity(parameters, "ReadCapacityUnits")
        read = [_read_one(account, parsed, capacity, TRANSACTIONAL) for parsed, _ in statements]
        result = {"Responses": read, **capacity.of_all()}
        return result, result
    writes = [_write(account, parsed, each) for parsed, each in statements]
    require_different(writes)
    written, repeated = consume_all(parameters, writes, make_all(writes))
    responses: dict[str, Any] = {"Responses": [{} for _ in writes]}
    return {**responses, **written}, {**responses, **repeated}


def _require_one_kind(statements: Iterable[Statement]) -> None:
    if len({statement.verb == "SELECT" for statement in statements}) > 1:
        raise ValidationError("Statements of a batch or transaction must all read or all write")


def _read_one(
    account: TableAccount,
    statement: Statement,
    capacity: ConsumedCapacity,
    factor: float,
    moment: float | None = None,
) -> dict[str, Any]:
    table = account.table(statement.table)
    key = equalities(statement.condition)
    if any(name not in key for name in table.keys.names):
        raise ValidationError(
            "Select statements of a batch or transaction must specify the primary key in the where clause."
        )
    key = table.keys.of(key)
    table.require_key(key)
    item = table.get(key, moment)
    consume_read(capacity, table, item, factor)
    holds = item is not None and (statement.condition is None or statement.condition.holds(item))
    return shown(item, statement.projection) if holds else {}


def _batched(
    account: TableAccount,
    statement: Statement | DynamoDbError,
    parameters: Mapping[str, Any],
    capacity: ConsumedCapacity,
) -> dict[str, Any]:
    if isinstance(statement, DynamoDbError):
        return {"Error": reason_of(statement)}
    try:
        name = account.table(statement.table).name
        if statement.verb == "SELECT":
            factor = CONSISTENT if parameters.get("ConsistentRead") else EVENTUAL
            read = _read_one(account, statement, capacity, factor, account.moment_read(parameters))
            return {"TableName": name, **read}
        items = _execute_write(account, statement, parameters, capacity)
    except DynamoDbError as error:
        return {"Error": reason_of(error), "TableName": statement.table}
    return {"TableName": name, **({"Item": items[0]} if items else {})}


def _parse_or_error(parameters: Mapping[str, Any]) -> Statement | DynamoDbError:
    try:
        return _parse(parameters)
    except DynamoDbError as error:
        return error


def _parse(parameters: Mapping[str, Any]) -> Statement:
    return parse_statement(parameters["Statement"], parameters.get("Parameters") or [])


def _execute_write(
    account: TableAccount, statement: Statement, parameters: Mapping[str, Any], capacity: ConsumedCapacity
) -> list[Item]:
    """Do what a statement that writes says; return what it returns."""
    write = _write(account, statement, parameters)
    change = write.make()
    consume_write(capacity, write, change)
    return _returned(write, statement, change)


def _write(account: TableAccount, statement: Statement, parameters: Mapping[str, Any]) -> Write:
    table = account.table(statement.table)
    if statement.verb == "INSERT":
        return _insert(table, dict(statement.item))
    key = _full_key(statement.condition, table)
    returns_old = parameters.get("ReturnValuesOnConditionCheckFailure") == "ALL_OLD"
    if statement.verb == "UPDATE":
        return _update(table, key, statement, returns_old=returns_old)
    is_delete = statement.verb == "DELETE"
    return Write(
        table,
        key,
        (lambda _old: None) if is_delete else (lambda old: old),
        _or_missing(statement.condition, table) if is_delete else statement.condition,
        lambda: table.require_key(key),
        returns_old,
        only_checks=not is_delete,
    )


def _or_missing(condition: Condition | None, table: Table) -> Condition | None:
    """Return the condition of a DELETE, which succeeds where there is no item."""
    if condition is None:
        return None
    return Or(Not(Exists(Path(table.keys.partition))), condition)


def _insert(table: Table, item: Item) -> Write:
    def store(old: Item | None) -> Item:
        if old is not None:
            raise DuplicateItemError
        return item

    return Write(table, table.keys.of(item), store, None, lambda: table.require_item(item), returns_old=False)


def _update(table: Table, key: Item, statement: Statement, *, returns_old: bool) -> Write:
    def require() -> None:
        table.require_key(key)
        for path in statement.update.paths:
            if path.attribute in table.keys.names:
                raise InvalidParameterValueError(
                    f"Cannot update attribute {path.attribute}. This attribute is part of the key"
                )

    def change(old: Item | None) -> Item:
        new = statement.update.applied_to(old or key)
        table.require_item(new)
        return new

    return Write(
        table,
        key,
        change,
        statement.condition,
        require,
        returns_old,
        paths=Projection(statement.update.paths),
    )


def _returned(write: Write, statement: Statement, change: ItemChange) -> list[Item]:
    if statement.returning is None:
        return []
    item = change.old if statement.returning.endswith("OLD") else change.new
    if item is None:
        return []
    if statement.returning.startswith("MODIFIED") and write.paths is not None:
        return [write.paths.of(item)]
    return [item]


def _select(
    account: TableAccount, statement: Statement, parameters: Mapping[str, Any], capacity: ConsumedCapacity
) -> tuple[list[Item], str | None]:
    table = account.table(statement.table)
    index = None if statement.index is None else _index(table, statement.index)
    if index is not None and index.is_global and parameters.get("ConsistentRead"):
        raise ValidationError("Consistent reads are not supported on global secondary indexes")
    keys = table.keys if index is None else index.keys
    items: list[Item] = []
    read = size = 0
    last: Item | None = None
    collection = table.collection_at(account.moment_read(parameters), statement.index)
    for stored in _candidates(table, collection, keys, statement, parameters):
        read, size = read + 1, size + stored.size
        if statement.condition is None or statement.condition.holds(stored.item):
            items.append(
                stored.item if statement.projection is None else statement.projection.of(stored.item)
            )
        if read == parameters.get("Limit") or size >= PAGE_BYTES:
            last = stored.item
            break
    units = read_units(size, CONSISTENT if parameters.get("ConsistentRead") else EVENTUAL)
    if index is None:
        capacity.consume(table.name, units)
    else:
        capacity.consume(table.name, units, index=index.name, is_global=index.is_global)
    return items, None if last is None else _token({**keys.of(last), **table.keys.of(last)})


def _index(table: Table, name: str) -> IndexDefinition:
    if name not in table.indexes:
        raise ValidationError("The table does not have the specified index")
    return table.indexes[name]


def _candidates(
    table: Table,
    collection: OrderedItems | EarlierItems,
    keys: Keys,
    statement: Statement,
    parameters: Mapping[str, Any],
) -> Iterator[Stored]:
    ranges = key_ranges(statement, keys, table.types)
    last = _key_of(parameters["NextToken"]) if parameters.get("NextToken") else None
    after = None if last is None else table.start(statement.index, last)
    if ranges is None:
        return collection.scan(after)
    backwards = is_backwards(statement.order, keys)
    left = ranges if last is None else _ranges_from(tuple(last[name] for name in keys.partition), ranges)
    return chain.from_iterable(
        collection.query(wanted, None if number else after, backwards=backwards)
        for number, wanted in enumerate(left)
    )


def _ranges_from(partition: tuple[Value, ...], ranges: list[KeyRange]) -> list[KeyRange]:
    """Return the ranges from that of a partition on, where a page has ended.

    Raises:
        ValidationError: The page was one of another statement.
    """
    for number, wanted in enumerate(ranges):
        if wanted.partition == partition:
            return ranges[number:]
    raise ValidationError("Invalid NextToken")


def _full_key(condition: Condition | None, table: Table) -> Item:
    found = equalities(condition)
    if any(name not in found for name in table.keys.names):
        raise ValidationError("Where clause does not contain a mandatory equality on all key attributes")
    return table.keys.of(found)


def _token(key: Item) -> str:
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode()


def _key_of(token: str) -> Item:
    try:
        return checked_item(json.loads(base64.urlsafe_b64decode(token)))
    except (AttributeError, TypeError, ValueError) as error:
        raise ValidationError("Invalid NextToken") from error

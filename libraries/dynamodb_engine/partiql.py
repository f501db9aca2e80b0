"""ExecuteStatement, BatchExecuteStatement and ExecuteTransaction."""

import base64
import json
from collections.abc import Iterator, Mapping
from typing import Any

from dynamodb_engine.account import Account
from dynamodb_engine.capacity import CONSISTENT, EVENTUAL, TRANSACTIONAL, ConsumedCapacity, read_units
from dynamodb_engine.errors import ConditionFailedError, DynamoDbError, InvalidParameterError, ValidationError
from dynamodb_engine.expressions.conditions import And, Comparison, Condition
from dynamodb_engine.expressions.key_conditions import KeyRange
from dynamodb_engine.expressions.operands import Literal, PathOperand
from dynamodb_engine.expressions.projections import Projection
from dynamodb_engine.items import consume_write
from dynamodb_engine.ordered_items import Stored
from dynamodb_engine.partiql_syntax import Statement, parse_statement
from dynamodb_engine.schema import Keys
from dynamodb_engine.table import Table
from dynamodb_engine.transactions import make_all, once, require_different
from dynamodb_engine.values import Item, Value, kind_of
from dynamodb_engine.writes import Change, Write

PAGE_BYTES = 1024 * 1024
MOST_BATCHED = 25
_REQUIRES_KEY = "Where clause does not contain a mandatory equality on all key attributes"


def execute_statement(account: Account, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Do what one statement says."""
    statement = _parsed(parameters)
    capacity = ConsumedCapacity(parameters)
    if statement.verb == "SELECT":
        items, token = _select(account, statement, parameters, capacity)
        return {"Items": items, **({"NextToken": token} if token else {}), **capacity.of_one()}
    if statement.verb == "EXISTS":
        raise ValidationError("EXISTS() is not a valid statement outside of ExecuteTransaction")
    write = _write(account, statement)
    try:
        change = write.make()
    except _DuplicateItemError as error:
        raise error.refusal from error
    consume_write(capacity, write, change)
    return {"Items": _returned(write, statement, change), **capacity.of_one()}


def batch_execute_statement(account: Account, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Do several statements that do not depend on each other; each has its own result or error."""
    statements = parameters["Statements"]
    if len(statements) > MOST_BATCHED:
        raise ValidationError("Member must have length less than or equal to 25")
    return {"Responses": [_batched(account, each) for each in statements]}


def execute_transaction(account: Account, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Do several statements together: all read or all write."""
    return once(account, parameters, "TransactStatements", lambda: _transaction(account, parameters))


def _transaction(account: Account, parameters: Mapping[str, Any]) -> dict[str, Any]:
    statements = [_parsed(each) for each in parameters["TransactStatements"]]
    reads = [statement.verb == "SELECT" for statement in statements]
    if any(reads) and not all(reads):
        raise ValidationError("Transaction statements can't mix reads and writes")
    if all(reads):
        capacity = ConsumedCapacity(parameters, "ReadCapacityUnits")
        return {"Responses": [_read_one(account, each, capacity) for each in statements], **capacity.of_all()}
    writes = [_write(account, statement) for statement in statements]
    require_different(writes)
    capacity = ConsumedCapacity(parameters, "WriteCapacityUnits")
    changes = make_all(writes)
    for write, change in zip(writes, changes, strict=True):
        consume_write(capacity, write, change, transactional=True)
    return {"Responses": [{} for _ in writes], **capacity.of_all()}


def _read_one(account: Account, statement: Statement, capacity: ConsumedCapacity) -> dict[str, Any]:
    table = account.table(statement.table)
    item = table.get(_full_key(statement.condition, table))
    capacity.consume(table.name, read_units(0, TRANSACTIONAL))
    if item is None or (statement.condition is not None and not statement.condition.holds(item)):
        return {}
    return {"Item": item if statement.projection is None else statement.projection.of(item)}


def _batched(account: Account, parameters: Mapping[str, Any]) -> dict[str, Any]:
    try:
        statement = _parsed(parameters)
        name = account.table(statement.table).name
        if statement.verb == "SELECT":
            return {"TableName": name, **_read_one(account, statement, ConsumedCapacity({}))}
        write = _write(account, statement)
        returned = _returned(write, statement, write.make())
        return {"TableName": name, **({"Item": returned[0]} if returned else {})}
    except _DuplicateItemError as error:
        return {"Error": {"Code": "DuplicateItem", "Message": error.refusal.message}}
    except DynamoDbError as error:
        code = {
            "ValidationException": "ValidationError",
            "ConditionalCheckFailedException": "ConditionalCheckFailed",
        }
        named = code.get(error.code, error.code.removesuffix("Exception"))
        return {"Error": {"Code": named, "Message": error.message, **error.members}}


class _DuplicateItemError(ConditionFailedError):
    """An INSERT of an item that is there."""

    @property
    def refusal(self) -> DynamoDbError:
        """The error of a statement by itself."""
        return DynamoDbError("DuplicateItemException", "Duplicate primary key exists in table")


def _parsed(parameters: Mapping[str, Any]) -> Statement:
    return parse_statement(parameters["Statement"], parameters.get("Parameters") or [])


def _write(account: Account, statement: Statement) -> Write:
    table = account.table(statement.table)
    if statement.verb == "INSERT":
        return _insert(table, dict(statement.item))
    key = _full_key(statement.condition, table)
    condition = statement.condition
    match statement.verb:
        case "DELETE":
            return Write(
                table, key, lambda _old: None, condition, lambda: table.require_key(key), returns_old=False
            )
        case "UPDATE":
            return _update(table, key, statement)
        case _:
            return Write(
                table,
                key,
                lambda old: old,
                condition,
                lambda: table.require_key(key),
                returns_old=False,
                only_checks=True,
            )


def _insert(table: Table, item: Item) -> Write:
    def store(old: Item | None) -> Item:
        if old is not None:
            raise _DuplicateItemError
        return item

    return Write(table, table.keys.of(item), store, None, lambda: table.require_item(item), returns_old=False)


def _update(table: Table, key: Item, statement: Statement) -> Write:
    def require() -> None:
        table.require_key(key)
        for path in statement.update.paths:
            if path.attribute in table.keys.names:
                raise InvalidParameterError(
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
        returns_old=False,
        paths=Projection(statement.update.paths),
    )


def _returned(write: Write, statement: Statement, change: Change) -> list[Item]:
    if statement.returning is None:
        return []
    item = change.old if statement.returning.endswith("OLD") else change.new
    if item is None:
        return []
    if statement.returning.startswith("MODIFIED") and write.paths is not None:
        return [write.paths.of(item)]
    return [item]


def _select(
    account: Account, statement: Statement, parameters: Mapping[str, Any], capacity: ConsumedCapacity
) -> tuple[list[Item], str | None]:
    table = account.table(statement.table)
    index = None if statement.index is None else table.index(statement.index)
    keys = table.keys if index is None else index.keys
    projection = statement.projection or (None if index is None else index.projection(table.keys))
    items: list[Item] = []
    read = size = 0
    last: Item | None = None
    for stored in _candidates(table, keys, statement, parameters):
        read, size = read + 1, size + stored.size
        if statement.condition is None or statement.condition.holds(stored.item):
            items.append(stored.item if projection is None else projection.of(stored.item))
        if read == parameters.get("Limit") or size >= PAGE_BYTES:
            last = stored.item
            break
    factor = CONSISTENT if parameters.get("ConsistentRead") else EVENTUAL
    capacity.consume(table.name, read_units(size, factor))
    return items, None if last is None else _token({**keys.of(last), **table.keys.of(last)})


def _candidates(
    table: Table, keys: Keys, statement: Statement, parameters: Mapping[str, Any]
) -> Iterator[Stored]:
    collection = table.collection(statement.index)
    token = parameters.get("NextToken")
    after = None if not token else collection.position(_key_of(token))
    partition = equalities(statement.condition).get(keys.partition)
    if partition is None or kind_of(partition) != table.types[keys.partition]:
        return collection.scan(after)
    return collection.query(KeyRange(partition), after, backwards=statement.descending)


def _full_key(condition: Condition | None, table: Table) -> Item:
    found = equalities(condition)
    if any(name not in found for name in table.keys.names):
        raise ValidationError(_REQUIRES_KEY)
    return {name: found[name] for name in table.keys.names}


def equalities(condition: Condition | None) -> dict[str, Value]:
    """Return the values that a condition requires attributes to be equal to."""
    match condition:
        case And(left, right):
            return {**equalities(left), **equalities(right)}
        case Comparison("=", PathOperand(path), Literal(value)) if len(path.elements) == 1:
            return {path.attribute: value}
        case Comparison("=", Literal(value), PathOperand(path)) if len(path.elements) == 1:
            return {path.attribute: value}
    return {}


def _token(key: Item) -> str:
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode()


def _key_of(token: str) -> Item:
    try:
        key: Item = json.loads(base64.urlsafe_b64decode(token))
    except ValueError as error:
        raise ValidationError("Invalid NextToken") from error
    return key

"""One change of one item: put, update or delete, checked and ready to be made.

All that can be refused without the item is refused when a write is read; `Write.make` looks at the item.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from dynamodb_engine.account import TableAccount
from dynamodb_engine.errors import ConditionFailedError, InvalidParameterValueError, ValidationError
from dynamodb_engine.expressions.bindings import Bindings
from dynamodb_engine.expressions.conditions import Condition
from dynamodb_engine.expressions.parsing import parse_condition
from dynamodb_engine.expressions.projections import Projection
from dynamodb_engine.expressions.updates import Update, parse_update
from dynamodb_engine.legacy import expected_condition, require_one_form, update_of
from dynamodb_engine.ordered_items import Position
from dynamodb_engine.table import Table
from dynamodb_engine.values import ITEM_SIZE_LIMIT, Item, checked_item, item_size, kind_of

CONDITION, UPDATE = "ConditionExpression", "UpdateExpression"


@dataclass(frozen=True, slots=True)
class ItemChange:
    """An item before and after a write; None where there is none."""

    old: Item | None
    new: Item | None

    @property
    def size(self) -> int:
        """The larger one's size in bytes, which is what a write costs."""
        return max(0 if item is None else item_size(item) for item in (self.old, self.new))


@dataclass(frozen=True, slots=True)
class Write:
    """A change of one item.

    Attributes:
        table: The table.
        key: The item's key.
        change: Gives the new item from the old one; None deletes it.
        condition: What the item has to be like before.
        require: Refuses a key or item that the table can't have.
        returns_old: Whether the error of a condition that fails holds the item.
        paths: What an update is about; None for other writes.
        only_checks: Whether nothing is to change: a transaction's ConditionCheck.
    """

    table: Table
    key: Item
    change: Callable[[Item | None], Item | None]
    condition: Condition | None
    require: Callable[[], None]
    returns_old: bool
    paths: Projection | None = None
    only_checks: bool = False

    @property
    def place(self) -> tuple[str, Position] | None:
        """The table's name and the item's position; None for a key that the table can't have."""
        if any(kind_of(value) != self.table.types.get(name) for name, value in self.key.items()):
            return None
        position = self.table.collection(None).position(self.key)
        return None if position is None else (self.table.name, position)

    def prepare(self) -> ItemChange:
        """Return what the write would do now.

        Raises:
            ConditionFailedError: The item is not as the condition requires it.
            ValidationError: The table can't have the key or the new item.
        """
        self.require()
        old = self.table.get(self.key)
        if self.condition is not None and not self.condition.holds(old or {}):
            raise ConditionFailedError(old if self.returns_old else None)
        return ItemChange(old, old if self.only_checks else self.change(old))

    def apply(self, change: ItemChange) -> None:
        """Do what `prepare` returned."""
        if self.only_checks:
            return
        if change.new is None:
            self.table.delete(self.key)
        else:
            self.table.put(change.new)

    def make(self) -> ItemChange:
        """Do it; return what changed.

        Raises:
            ConditionFailedError, ValidationError: As `prepare`.
        """
        change = self.prepare()
        self.apply(change)
        return change


def read_put(account: TableAccount, parameters: Mapping[str, Any]) -> Write:
    """Return the write of PutItem's parameters.

    Raises:
        ValidationError: They are wrong.
    """
    item = checked_item(parameters["Item"])
    condition = _only_condition(parameters)
    table = account.table(parameters["TableName"])
    return Write(
        table,
        table.keys.of(item),
        lambda _old: item,
        condition,
        lambda: table.require_item(item),
        _returns_old(parameters),
    )


def read_delete(account: TableAccount, parameters: Mapping[str, Any]) -> Write:
    """Return the write of DeleteItem's parameters.

    Raises:
        ValidationError: They are wrong.
    """
    key = checked_item(parameters["Key"])
    condition = _only_condition(parameters)
    table = account.table(parameters["TableName"])
    return Write(
        table, key, lambda _old: None, condition, lambda: table.require_key(key), _returns_old(parameters)
    )


def read_check(account: TableAccount, parameters: Mapping[str, Any]) -> Write:
    """Return the write of a transaction's ConditionCheck, which changes nothing.

    Raises:
        ValidationError: It is wrong.
    """
    key = checked_item(parameters["Key"])
    condition = _only_condition(parameters)
    table = account.table(parameters["TableName"])
    return Write(
        table,
        key,
        lambda old: old,
        condition,
        lambda: table.require_key(key),
        _returns_old(parameters),
        only_checks=True,
    )


def read_update(account: TableAccount, parameters: Mapping[str, Any]) -> Write:
    """Return the write of UpdateItem's parameters.

    Raises:
        ValidationError: They are wrong.
    """
    key = checked_item(parameters["Key"])
    require_one_form(parameters, ("AttributeUpdates", "Expected", "ConditionalOperator"), (UPDATE, CONDITION))
    bindings = Bindings(parameters, (UPDATE, CONDITION))
    text = parameters.get(UPDATE)
    update = (
        update_of(parameters.get("AttributeUpdates") or {})
        if text is None
        else parse_update(text).bound(bindings)
    )
    condition = condition_of(parameters, bindings)
    bindings.require_all_used()
    table = account.table(parameters["TableName"])
    return Write(
        table,
        key,
        lambda old: _updated(table, key, update, old),
        condition,
        lambda: _require_updatable(table, key, update),
        _returns_old(parameters),
        paths=Projection(update.paths),
    )


def condition_of(parameters: Mapping[str, Any], bindings: Bindings) -> Condition | None:
    """Return the condition of a write: an expression, or `Expected`.

    Raises:
        ValidationError: It is not one.
    """
    text = parameters.get(CONDITION)
    if text is not None:
        return parse_condition(CONDITION, text).bound(CONDITION, bindings)
    return expected_condition(parameters)


def _only_condition(parameters: Mapping[str, Any]) -> Condition | None:
    require_one_form(parameters, ("Expected", "ConditionalOperator"), (CONDITION,))
    bindings = Bindings(parameters, (CONDITION,))
    condition = condition_of(parameters, bindings)
    bindings.require_all_used()
    return condition


def _returns_old(parameters: Mapping[str, Any]) -> bool:
    return parameters.get("ReturnValuesOnConditionCheckFailure") == "ALL_OLD"


def _updated(table: Table, key: Item, update: Update, old: Item | None) -> Item | None:
    new = update.applied_to(key if old is None else old)
    if old is None and not update.makes_items:
        return None
    table.require_index_keys(new)
    if item_size(new) > ITEM_SIZE_LIMIT:
        raise ValidationError("Item size to update has exceeded the maximum allowed size")
    return new


def _require_updatable(table: Table, key: Item, update: Update) -> None:
    table.require_key(key)
    for path in update.paths:
        if path.attribute in table.keys.names:
            raise InvalidParameterValueError(
                f"Cannot update attribute {path.attribute}. This attribute is part of the key"
            )

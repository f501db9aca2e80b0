"""Query and Scan: pages of a table or an index."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dynamodb_engine.account import Account
from dynamodb_engine.capacity import CONSISTENT, EVENTUAL, ConsumedCapacity, read_units
from dynamodb_engine.errors import InvalidParameterError, ValidationError
from dynamodb_engine.expressions.bindings import Bindings
from dynamodb_engine.expressions.conditions import Condition
from dynamodb_engine.expressions.key_conditions import PARAMETER as KEY_CONDITION
from dynamodb_engine.expressions.key_conditions import KeyRange, KeyTest, key_range, key_tests
from dynamodb_engine.expressions.parsing import parse_condition
from dynamodb_engine.expressions.paths import Path
from dynamodb_engine.expressions.projections import PARAMETER as PROJECTION
from dynamodb_engine.expressions.projections import Projection, parse_projection
from dynamodb_engine.legacy import condition_of, key_tests_of, require_one_form
from dynamodb_engine.ordered_items import Position, Stored, segment_of
from dynamodb_engine.schema import IndexDefinition, Keys
from dynamodb_engine.values import Item, checked_item, equal, kind_of

PAGE_BYTES = 1024 * 1024
FILTER = "FilterExpression"
_LEGACY = ("QueryFilter", "ScanFilter", "KeyConditions", "AttributesToGet", "ConditionalOperator")
_EXPRESSIONS = (PROJECTION, FILTER, KEY_CONDITION)


@dataclass(frozen=True, slots=True)
class Page:
    """What was read.

    Attributes:
        items: The items that the filter lets pass.
        scanned: How many items were read.
        size: How many bytes they have.
        last: The last one read, if more may follow.
    """

    items: list[Item]
    scanned: int
    size: int
    last: Item | None


class Reader:
    """Reads one page, as a request wants it.

    Args:
        account: Whose tables.
        parameters: The request's.

    Raises:
        ValidationError: They are wrong.
        DynamoDbError: There is no such table.
    """

    def __init__(self, account: Account, parameters: Mapping[str, Any]) -> None:
        self._parameters = parameters
        require_one_form(parameters, _LEGACY, _EXPRESSIONS)
        bindings = Bindings(parameters, _EXPRESSIONS)
        self.tests = _key_tests(parameters, bindings)
        self.filter = _filter(parameters, bindings)
        projection = _projection(parameters, bindings)
        bindings.require_all_used()
        self.table = account.table(parameters["TableName"])
        name = parameters.get("IndexName")
        self.index = None if name is None else self.table.index(name)
        if self.index is not None and self.index.is_global and parameters.get("ConsistentRead"):
            raise ValidationError("Consistent reads are not supported on global secondary indexes")
        self.projection = self._selected(projection)

    @property
    def keys(self) -> Keys:
        """The keys of what is read."""
        return self.table.keys if self.index is None else self.index.keys

    def start(self) -> Position | None:
        """Return where the last page ended.

        Raises:
            ValidationError: ExclusiveStartKey is no key of what is read.
        """
        given = self._parameters.get("ExclusiveStartKey")
        if not given:
            return None
        key = checked_item(given)
        names = {*self.keys.names, *self.table.keys.names}
        if set(key) != names:
            raise ValidationError("The provided starting key is invalid")
        if any(kind_of(value) != self.table.types[name] for name, value in key.items()):
            raise ValidationError(
                "The provided starting key is invalid: The provided key element does not match the schema"
            )
        return self.table.collection(None if self.index is None else self.index.name).position(key)

    def read(self, stored: Iterator[Stored]) -> Page:
        """Take items until the page is full."""
        limit = self._parameters.get("Limit")
        items: list[Item] = []
        scanned = size = 0
        for each in stored:
            scanned += 1
            size += each.size
            if self.filter is None or self.filter.holds(each.item):
                items.append(each.item)
            if scanned == limit or size >= PAGE_BYTES:
                return Page(items, scanned, size, each.item)
        return Page(items, scanned, size, None)

    def result(self, page: Page) -> dict[str, Any]:
        """Return the operation's result."""
        result: dict[str, Any] = {"Count": len(page.items), "ScannedCount": page.scanned}
        if self._parameters.get("Select") != "COUNT":
            result["Items"] = [
                item if self.projection is None else self.projection.of(item) for item in page.items
            ]
        if page.last is not None:
            result["LastEvaluatedKey"] = {**self.keys.of(page.last), **self.table.keys.of(page.last)}
        return {**result, **self._capacity(page)}

    def _capacity(self, page: Page) -> dict[str, Any]:
        capacity = ConsumedCapacity(self._parameters)
        units = read_units(page.size, CONSISTENT if self._parameters.get("ConsistentRead") else EVENTUAL)
        index = self.index
        if index is None:
            capacity.consume(self.table.name, units)
        else:
            capacity.consume(self.table.name, units, index=index.name, is_global=index.is_global)
        return capacity.of_one()

    def _selected(self, projection: Projection | None) -> Projection | None:
        select = self._parameters.get("Select")
        _require_select(select, projection, self.index)
        if self.index is None:
            return projection
        projected = self.index.projection(self.table.keys)
        if projected is None or not self.index.is_global:
            return projected if projection is None and select != "ALL_ATTRIBUTES" else projection
        if projection is None:
            return projected
        held = {path.attribute for path in projected.paths}
        missing = [path.attribute for path in projection.paths if path.attribute not in held]
        if missing:
            raise InvalidParameterError(
                f"Global secondary index {self.index.name} does not project [{', '.join(missing)}]"
            )
        return projection


def query(account: Account, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Return items of one partition."""
    if not parameters.get("KeyConditions") and parameters.get(KEY_CONDITION) is None:
        raise ValidationError(
            "Either the KeyConditions or KeyConditionExpression parameter must be specified in the request."
        )
    reader = Reader(account, parameters)
    wanted = key_range(reader.tests, reader.keys.partition, reader.keys.sort, reader.table.types)
    _require_non_key_filter(reader.filter, reader.keys)
    after = reader.start()
    _require_within(parameters, wanted, reader.keys)
    index = None if reader.index is None else reader.index.name
    backwards = parameters.get("ScanIndexForward") is False
    return reader.result(reader.read(reader.table.query(wanted, index, after, backwards=backwards)))


def scan(account: Account, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Return items of a table or an index, or of one segment of it."""
    segment = _segment(parameters)
    reader = Reader(account, parameters)
    after = reader.start()
    stored = reader.table.collection(None if reader.index is None else reader.index.name).scan(after)
    if segment is not None:
        number, total = segment
        stored = (each for each in stored if segment_of(each.item, reader.keys, total) == number)
    return reader.result(reader.read(stored))


def _key_tests(parameters: Mapping[str, Any], bindings: Bindings) -> list[KeyTest]:
    text = parameters.get(KEY_CONDITION)
    if text is None:
        return key_tests_of(parameters.get("KeyConditions") or {})
    return key_tests(text, bindings)


def _filter(parameters: Mapping[str, Any], bindings: Bindings) -> Condition | None:
    text = parameters.get(FILTER)
    if text is not None:
        return parse_condition(FILTER, text).bound(FILTER, bindings)
    tests = parameters.get("QueryFilter") or parameters.get("ScanFilter") or {}
    return condition_of(tests, parameters.get("ConditionalOperator"))


def _projection(parameters: Mapping[str, Any], bindings: Bindings) -> Projection | None:
    text = parameters.get(PROJECTION)
    if text is not None:
        return parse_projection(text).bound(bindings)
    names = parameters.get("AttributesToGet")
    return Projection.of_attributes(tuple(dict.fromkeys(names))) if names else None


def _require_select(select: str | None, projection: Projection | None, index: IndexDefinition | None) -> None:
    if select == "SPECIFIC_ATTRIBUTES" and projection is None:
        raise ValidationError(
            "Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES"
        )
    if select not in (None, "SPECIFIC_ATTRIBUTES") and projection is not None:
        raise ValidationError(f"Cannot specify the AttributesToGet when choosing to get {select}")
    if select == "ALL_PROJECTED_ATTRIBUTES" and index is None:
        raise InvalidParameterError(
            "ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName"
        )
    if (
        select == "ALL_ATTRIBUTES"
        and index is not None
        and index.is_global
        and index.projection_type != "ALL"
    ):
        raise InvalidParameterError(
            f"Select type ALL_ATTRIBUTES is not supported for global secondary index {index.name} "
            "because its projection type is not ALL"
        )


def _require_non_key_filter(condition: Condition | None, keys: Keys) -> None:
    for attribute in attributes_of(condition):
        if attribute in keys.names:
            raise ValidationError(
                "Filter Expression can only contain non-primary key attributes: "
                f"Primary key attribute: {attribute}"
            )


def attributes_of(node: Any) -> Iterator[str]:
    """Yield the attributes that a condition looks at."""
    if isinstance(node, Path):
        yield node.attribute
    elif isinstance(node, tuple):
        for each in node:
            yield from attributes_of(each)
    elif hasattr(node, "__dataclass_fields__"):
        for name in node.__dataclass_fields__:
            yield from attributes_of(getattr(node, name))


def _require_within(parameters: Mapping[str, Any], wanted: KeyRange, keys: Keys) -> None:
    given = parameters.get("ExclusiveStartKey")
    if given and not equal(checked_item(given)[keys.partition], wanted.partition):
        raise ValidationError(
            "The provided starting key is outside query boundaries based on provided conditions"
        )


def _segment(parameters: Mapping[str, Any]) -> tuple[int, int] | None:
    segment, total = parameters.get("Segment"), parameters.get("TotalSegments")
    if segment is None and total is None:
        return None
    if total is None:
        raise ValidationError(
            "The TotalSegments parameter is required but was not present in the request when Segment parameter is present"
        )
    if segment is None:
        raise ValidationError(
            "The Segment parameter is required but was not present in the request when parameter TotalSegments is present"
        )
    if segment >= total:
        raise ValidationError(
            "The Segment parameter is zero-based and must be less than parameter TotalSegments: "
            f"Segment: {segment} is not less than TotalSegments: {total}"
        )
    return segment, total

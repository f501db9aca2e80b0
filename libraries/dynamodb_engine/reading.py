"""Query and Scan: pages of a table or an index."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dynamodb_engine.account import TableAccount
from dynamodb_engine.capacity import CONSISTENT, EVENTUAL, ConsumedCapacity, read_units
from dynamodb_engine.errors import InvalidParameterValueError, ValidationError, counted
from dynamodb_engine.expressions.bindings import PROJECTION, Bindings
from dynamodb_engine.expressions.conditions import Condition
from dynamodb_engine.expressions.key_conditions import PARAMETER as KEY_CONDITION
from dynamodb_engine.expressions.key_conditions import KeyRange, key_range, key_tests
from dynamodb_engine.expressions.parsing import parse_condition
from dynamodb_engine.expressions.paths import Path
from dynamodb_engine.expressions.projections import Projection, parse_projection
from dynamodb_engine.legacy import attributes_to_get, filter_condition, key_tests_of, require_one_form
from dynamodb_engine.ordered_items import Position, Stored, covers, segment_of
from dynamodb_engine.schema import IndexDefinition, Keys
from dynamodb_engine.values import Item, checked_item, equal, item_size

PAGE_BYTES = 1024 * 1024
FILTER = "FilterExpression"
_LEGACY = ("AttributesToGet", "QueryFilter", "ScanFilter", "ConditionalOperator", "KeyConditions")


@dataclass(frozen=True, slots=True)
class Page:
    """What was read.

    Attributes:
        items: The items that the filter lets pass.
        scanned: How many items were read.
        size: How many bytes they have.
        fetched: What was read of the table because a local index does not have it: units of capacity.
        last: The last one read, if more may follow.
    """

    items: list[Item]
    scanned: int
    size: int
    fetched: float
    last: Item | None


class Reader:
    """Reads one page, as a request wants it.

    Args:
        account: Whose tables.
        parameters: The request's.
        expressions: The parameters that may hold an expression.

    Raises:
        ValidationError: They are wrong.
        DynamoDbError: There is no such table.
    """

    def __init__(
        self, account: TableAccount, parameters: Mapping[str, Any], expressions: tuple[str, ...]
    ) -> None:
        self._parameters = parameters
        require_one_form(parameters, _LEGACY, expressions)
        bindings = Bindings(parameters, expressions)
        key_condition = _key_condition(parameters, bindings) if KEY_CONDITION in expressions else None
        self.filter = _filter(parameters, bindings)
        projection = _projection(parameters, bindings)
        bindings.require_all_used()
        self.tests = (
            key_tests_of(parameters.get("KeyConditions") or {})
            if key_condition is None
            else key_tests(key_condition)
        )
        self.table = account.table(parameters["TableName"])
        name = parameters.get("IndexName")
        self.index = None if name is None else self.table.index(name)
        if self.index is not None and self.index.is_global and parameters.get("ConsistentRead"):
            raise ValidationError("Consistent reads are not supported on global secondary indexes")
        self.projection = self._select_attributes(projection)
        self._factor = CONSISTENT if parameters.get("ConsistentRead") else EVENTUAL
        self._fetches = self._needs_table()
        self._moment = account.moment_read(parameters)
        self.stored = self.table.collection_at(self._moment, name)
        """The items of the table or index."""

    @property
    def keys(self) -> Keys:
        """The keys of what is read."""
        return self.table.keys if self.index is None else self.index.keys

    def start(self) -> Position | None:
        """Return where the last page ended.

        Raises:
            ValidationError: ExclusiveStartKey is not a key of what is read.
        """
        given = self._parameters.get("ExclusiveStartKey")
        if given is None:
            return None
        return self.table.start(None if self.index is None else self.index.name, checked_item(given))

    def read(self, stored: Iterator[Stored]) -> Page:
        """Take items until the page is full."""
        limit = self._parameters.get("Limit")
        items: list[Item] = []
        scanned = size = 0
        fetched = 0.0
        for each in stored:
            scanned += 1
            size += each.size
            item = each.item
            if self._fetches:
                item = self.table.get(item, self._moment) or item
                fetched += read_units(item_size(item), self._factor)
            if self.filter is None or self.filter.holds(item):
                items.append(item)
            if scanned == limit or size >= PAGE_BYTES:
                return Page(items, scanned, size, fetched, each.item)
        return Page(items, scanned, size, fetched, None)

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
        units = read_units(page.size, self._factor)
        if page.fetched:
            capacity.consume(self.table.name, page.fetched)
        index = self.index
        if index is None:
            capacity.consume(self.table.name, units)
        else:
            capacity.consume(self.table.name, units, index=index.name, is_global=index.is_global)
        return capacity.of_one()

    def _needs_table(self) -> bool:
        """Return whether a local index lacks attributes that are looked at, which are read from the table then."""
        if self.index is None or self.index.is_global:
            return False
        held = self.index.projection(self.table.keys)
        if held is None:
            return False
        wanted = None if self.projection is None else {path.attribute for path in self.projection.paths}
        tested = set(attributes_of(self.filter))
        return wanted is None or not wanted | tested <= {path.attribute for path in held.paths}

    def _select_attributes(self, projection: Projection | None) -> Projection | None:
        select = self._parameters.get("Select")
        parameter = "AttributesToGet" if self._parameters.get(PROJECTION) is None else PROJECTION
        with counted():
            _require_select(select, parameter, projection, self.index)
        _require_whole_index(select, self.index)
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
            raise InvalidParameterValueError(
                f"Global secondary index {self.index.name} does not project [{', '.join(missing)}]"
            )
        return projection


def query(account: TableAccount, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Return items of one partition."""
    if not parameters.get("KeyConditions") and parameters.get(KEY_CONDITION) is None:
        raise ValidationError(
            "Either the KeyConditions or KeyConditionExpression parameter must be specified in the request."
        )
    reader = Reader(account, parameters, (PROJECTION, FILTER, KEY_CONDITION))
    keys = reader.keys
    wanted = key_range(reader.tests, keys.partition, keys.sort, reader.table.types)
    filter_name = "QueryFilter" if parameters.get(FILTER) is None else "Filter Expression"
    _require_non_key_filter(filter_name, reader.filter, keys)
    after = reader.start()
    if after is not None:
        _require_within(parameters, wanted, keys, is_within=covers(wanted, after))
    backwards = parameters.get("ScanIndexForward") is False
    return reader.result(reader.read(reader.stored.query(wanted, after, backwards=backwards)))


def scan(account: TableAccount, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Return items of a table or an index, or of one segment of it."""
    segment = _segment(parameters)
    reader = Reader(account, parameters, (PROJECTION, FILTER))
    after = reader.start()
    stored = reader.stored.scan(after)
    if segment is not None:
        number, total = segment
        if after is not None:
            _require_segment(parameters, reader.keys, number, total)
        stored = (each for each in stored if segment_of(each.item, reader.keys, total) == number)
    return reader.result(reader.read(stored))


def _key_condition(parameters: Mapping[str, Any], bindings: Bindings) -> Condition | None:
    text = parameters.get(KEY_CONDITION)
    return None if text is None else parse_condition(KEY_CONDITION, text).bound(KEY_CONDITION, bindings)


def _filter(parameters: Mapping[str, Any], bindings: Bindings) -> Condition | None:
    text = parameters.get(FILTER)
    if text is not None:
        return parse_condition(FILTER, text).bound(FILTER, bindings)
    return filter_condition(parameters)


def _projection(parameters: Mapping[str, Any], bindings: Bindings) -> Projection | None:
    text = parameters.get(PROJECTION)
    if text is not None:
        return parse_projection(text).bound(bindings)
    return attributes_to_get(parameters)


def _require_select(
    select: str | None, parameter: str, projection: Projection | None, index: IndexDefinition | None
) -> None:
    if select == "SPECIFIC_ATTRIBUTES" and projection is None:
        raise ValidationError(
            "Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES"
        )
    if select not in (None, "SPECIFIC_ATTRIBUTES") and projection is not None:
        wanted = "only the Count" if select == "COUNT" else select
        raise ValidationError(f"Cannot specify the {parameter} when choosing to get {wanted}")
    if select == "ALL_PROJECTED_ATTRIBUTES" and index is None:
        raise ValidationError("ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName")


def _require_whole_index(select: str | None, index: IndexDefinition | None) -> None:
    if (
        select == "ALL_ATTRIBUTES"
        and index is not None
        and index.is_global
        and index.projection_type != "ALL"
    ):
        raise InvalidParameterValueError(
            f"Select type ALL_ATTRIBUTES is not supported for global secondary index {index.name} "
            "because its projection type is not ALL"
        )


def _require_non_key_filter(parameter: str, condition: Condition | None, keys: Keys) -> None:
    for attribute in attributes_of(condition):
        if attribute in keys.names:
            raise ValidationError(
                f"{parameter} can only contain non-primary key attributes: Primary key attribute: {attribute}"
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


def _require_within(parameters: Mapping[str, Any], wanted: KeyRange, keys: Keys, *, is_within: bool) -> None:
    start = checked_item(parameters["ExclusiveStartKey"])
    if not all(map(equal, map(start.__getitem__, keys.partition), wanted.partition)):
        raise ValidationError(
            "The provided starting key is outside query boundaries based on provided conditions"
        )
    if not is_within:
        raise ValidationError("The provided starting key does not match the range key predicate")


def _require_segment(parameters: Mapping[str, Any], keys: Keys, number: int, total: int) -> None:
    if segment_of(checked_item(parameters["ExclusiveStartKey"]), keys, total) != number:
        raise ValidationError(
            "The provided starting key is invalid: Invalid ExclusiveStartKey. "
            f"Please use ExclusiveStartKey with correct Segment. TotalSegments: {total} Segment: {number}"
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
            "The Segment parameter is zero-based and must be less than parameter TotalSegments"
        )
    return segment, total

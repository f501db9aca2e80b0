"""What the WHERE clause of a statement says about the keys of a table or index: which part of it has to be read.

All that a clause requires is tested with every item that is read; the key only bounds how many are.

Source: Amazon DynamoDB Developer Guide, "PartiQL select statements for DynamoDB"; API reference, Query.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import product
from math import prod
from typing import Any

from dynamodb_engine.errors import ValidationError
from dynamodb_engine.expressions.conditions import And, BeginsWith, Between, Comparison, Condition, In, Or
from dynamodb_engine.expressions.key_conditions import TURNED, KeyRange, KeyTest
from dynamodb_engine.expressions.operands import Literal, PathOperand
from dynamodb_engine.expressions.paths import Path
from dynamodb_engine.ordered_items import partition_hash
from dynamodb_engine.partiql_syntax import Ordering, Statement
from dynamodb_engine.schema import Keys
from dynamodb_engine.values import Value, content_of, kind_of, sort_key

MOST_PARTITIONS = 50
"""Amazon DynamoDB Developer Guide, "PartiQL comparison operators for DynamoDB", IN."""
_WITH_PREFIXES = ("S", "B")


def equalities(condition: Condition | None) -> dict[str, Value]:
    """Return the values that a condition requires attributes to be equal to."""
    return {test.attribute: test.bounds[0] for test in _tests(condition) if test.operator == "="}


def key_ranges(statement: Statement, keys: Keys, types: Mapping[str, str]) -> list[KeyRange] | None:
    """Return the ranges that a SELECT leaves of a table or index, in its order; None if it may be in all partitions.

    Args:
        statement: The SELECT.
        keys: The key attributes of the table or index.
        types: The types of the key attributes.

    Raises:
        ValidationError: They cannot be read in this order, or there are too many.
    """
    choices = _partition_choices(statement.condition, keys, types)
    _require_order(statement.order, keys, choices)
    if choices is None:
        return None
    sort = _sort_range(statement.condition, keys, types)
    return [replace(sort, partition=each) for each in _ordered_partitions(choices, statement.order)]


def is_backwards(order: Iterable[Ordering], keys: Keys) -> bool:
    """Return whether partitions are read from the end: as their sort key is ordered, or else their partition key."""
    by_attribute = {each.attribute: each.descending for each in order}
    return next((by_attribute[name] for name in (*keys.sort, *keys.partition) if name in by_attribute), False)


def _partition_choices(
    condition: Condition | None, keys: Keys, types: Mapping[str, str]
) -> dict[str, list[Value]] | None:
    """Return the values of each partition key that a condition leaves; None if it leaves all of one."""
    choices = {}
    for name in keys.partition:
        values = _values(condition, name)
        if values is None:
            return None
        distinct = {content_of(value): value for value in values if kind_of(value) == types[name]}
        choices[name] = list(distinct.values())
    if prod(map(len, choices.values())) > MOST_PARTITIONS:
        raise ValidationError(f"The WHERE clause can have up to {MOST_PARTITIONS} hash key attribute values")
    return choices


def _values(condition: Condition | None, name: str) -> list[Value] | None:
    """Return the values of an attribute that a condition leaves; None if it may leave any."""
    match condition:
        case And(left, right):
            return min(filter(None, (_values(left, name), _values(right, name))), key=len, default=None)
        case Or(left, right):
            first, second = _values(left, name), _values(right, name)
            return None if first is None or second is None else [*first, *second]
        case In(PathOperand(Path((attribute,))), choices) if attribute == name:
            literals = [choice.content for choice in choices if isinstance(choice, Literal)]
            return literals if len(literals) == len(choices) else None
    given = equalities(condition)
    return [given[name]] if name in given else None


def _require_order(
    order: Sequence[Ordering], keys: Keys, choices: Mapping[str, Sequence[Value]] | None
) -> None:
    named = [each.attribute for each in order]
    for name in named:
        if name not in keys.names:
            raise ValidationError(
                f"Variable reference {name} in ORDER BY clause must be part of the primary key"
            )
    if order and choices is None:
        raise ValidationError(
            "Must have at least one non-optional hash key condition in WHERE clause when using ORDER BY clause."
        )
    if order and any(len(values) > 1 and name not in named for name, values in (choices or {}).items()):
        raise ValidationError(
            "Must have hash key in ORDER BY clause when more than one hash key condition specified in WHERE clause."
        )


def _ordered_partitions(
    choices: Mapping[str, Sequence[Value]], order: Sequence[Ordering]
) -> list[tuple[Value, ...]]:
    """Return all partitions, as a scan would read them where nothing else orders them."""
    names = list(choices)
    partitions = sorted(product(*choices.values()), key=partition_hash)
    for each in reversed(order):
        if each.attribute in choices:
            partitions.sort(key=partial(_sort_key_at, names.index(each.attribute)), reverse=each.descending)
    return partitions


def _sort_key_at(place: int, partition: Sequence[Value]) -> Any:
    return sort_key(partition[place])


def _sort_range(condition: Condition | None, keys: Keys, types: Mapping[str, str]) -> KeyRange:
    """Return the range that a condition leaves of any partition.

    As in a query, there is one condition for each sort key, and none after a range.
    """
    sort = list(_sort_tests([test for test in _tests(condition) if _fits(test, types)], keys))
    if not sort:
        return KeyRange(())
    *before, last = sort
    return KeyRange((), last.operator, last.bounds, tuple(test.bounds[0] for test in before))


def _sort_tests(tests: Sequence[KeyTest], keys: Keys) -> Iterator[KeyTest]:
    for name in keys.sort:
        test = min(
            (test for test in tests if test.attribute == name),
            key=lambda test: test.operator != "=",
            default=None,
        )
        if test is not None:
            yield test
        if test is None or test.operator != "=":
            return


def _tests(condition: Condition | None) -> Iterator[KeyTest]:
    """Yield all comparisons of an attribute with values, each of which a condition requires."""
    match condition:
        case And(left, right):
            yield from _tests(left)
            yield from _tests(right)
        case Comparison(operator, PathOperand(Path((str(name),))), Literal(value)) if operator in TURNED:
            yield KeyTest(name, operator, (value,))
        case Comparison(operator, Literal(value), PathOperand(Path((str(name),)))) if operator in TURNED:
            yield KeyTest(name, TURNED[operator], (value,))
        case Between(PathOperand(Path((str(name),))), Literal(low), Literal(high)):
            yield KeyTest(name, "BETWEEN", (low, high))
        case BeginsWith(PathOperand(Path((str(name),))), Literal(prefix)) if (
            kind_of(prefix) in _WITH_PREFIXES
        ):
            yield KeyTest(name, "begins_with", (prefix,))


def _fits(test: KeyTest, types: Mapping[str, str]) -> bool:
    return all(kind_of(bound) == types.get(test.attribute) for bound in test.bounds)

"""What the WHERE clause of a statement says about the keys of a table or index: which part of it has to be read.

All that a clause requires is tested with every item that is read; the key only bounds how many are.

Source: Amazon DynamoDB Developer Guide, "PartiQL select statements for DynamoDB"; API reference, Query.
"""

from collections.abc import Iterator, Mapping

from dynamodb_engine.expressions.conditions import And, BeginsWith, Between, Comparison, Condition
from dynamodb_engine.expressions.key_conditions import TURNED, KeyRange, KeyTest
from dynamodb_engine.expressions.operands import Literal, PathOperand
from dynamodb_engine.expressions.paths import Path
from dynamodb_engine.schema import Keys
from dynamodb_engine.values import Value, kind_of

_WITH_PREFIXES = ("S", "B")


def equalities(condition: Condition | None) -> dict[str, Value]:
    """Return the values that a condition requires attributes to be equal to."""
    return {test.attribute: test.bounds[0] for test in _tests(condition) if test.operator == "="}


def key_range(condition: Condition | None, keys: Keys, types: Mapping[str, str]) -> KeyRange | None:
    """Return the range that a condition leaves of a table or index; None if it does not name one partition.

    As in a query, there is one condition for each sort key, and none after a range.

    Args:
        condition: The WHERE clause.
        keys: The key attributes of the table or index.
        types: The types of the key attributes.
    """
    tests = [test for test in _tests(condition) if _fits(test, types)]
    given = {test.attribute: test.bounds[0] for test in tests if test.operator == "="}
    if any(name not in given for name in keys.partition):
        return None
    partition = tuple(given[name] for name in keys.partition)
    sort = list(_sort_tests(tests, keys))
    if not sort:
        return KeyRange(partition)
    *before, last = sort
    return KeyRange(partition, last.operator, last.bounds, tuple(test.bounds[0] for test in before))


def _sort_tests(tests: list[KeyTest], keys: Keys) -> Iterator[KeyTest]:
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

"""Key conditions: which partition a query reads, and which range of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dynamodb_engine.errors import ExpressionError, InvalidParameterValueError, ValidationError
from dynamodb_engine.expressions.conditions import (
    And,
    BeginsWith,
    Between,
    Comparison,
    Condition,
    Contains,
    Exists,
    HasType,
    In,
    Not,
    Or,
)
from dynamodb_engine.expressions.operands import Literal, Operand, PathOperand, Size
from dynamodb_engine.values import Value, kind_of, require_not_empty

PARAMETER = "KeyConditionExpression"
_REFUSED = {
    Or: "OR",
    Not: "NOT",
    In: "IN",
    Contains: "contains",
    Exists: "attribute_exists",
    HasType: "attribute_type",
}
TURNED = {"=": "=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
"""Operators that compare a key, and those that say the same with the operands in the other order."""


@dataclass(frozen=True, slots=True)
class KeyRange:
    """What a query reads.

    Attributes:
        partition: The partition keys' values.
        operator: How a sort key is compared: `=`, `<`, `<=`, `>`, `>=`, `BETWEEN`, `begins_with`; None takes all.
        bounds: What it is compared with.
        equal: The values of the sort keys before that one.
    """

    partition: tuple[Value, ...]
    operator: str | None = None
    bounds: tuple[Value, ...] = ()
    equal: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class KeyTest:
    """A condition on one key attribute."""

    attribute: str
    operator: str
    bounds: tuple[Value, ...]


def key_tests(condition: Condition) -> list[KeyTest]:
    """Return what a key condition, whose placeholders are bound, asks of each key attribute.

    Raises:
        ExpressionError: It is not a key condition.
    """
    tests = [_test(each) for each in _conjuncts(condition)]
    if len({test.attribute for test in tests}) < len(tests):
        raise ExpressionError(PARAMETER, "KeyConditionExpressions must only contain one condition per key")
    return tests


def key_range(
    tests: list[KeyTest], partition_keys: Sequence[str], sort_keys: Sequence[str], types: Mapping[str, str]
) -> KeyRange:
    """Return the range that conditions on the keys of a table or index describe.

    Args:
        tests: One condition an attribute.
        partition_keys: The names of the partition keys; each needs an equality.
        sort_keys: The names of the sort keys. Conditions on them begin with the first, and all but the last are equalities.
        types: The types of the key attributes.

    Raises:
        ValidationError: A query can't be made of them.
    """
    by_attribute = {test.attribute: test for test in tests}
    partition = [_partition_test(by_attribute, name) for name in partition_keys]
    sort = [by_attribute[name] for name in sort_keys if name in by_attribute]
    _require_no_others(by_attribute, partition_keys, sort_keys)
    _require_prefix(sort, sort_keys)
    for test in (*partition, *sort):
        _require_bounds(test, types)
    values = tuple(test.bounds[0] for test in partition)
    if not sort:
        return KeyRange(values)
    *before, last = sort
    return KeyRange(values, last.operator, last.bounds, tuple(test.bounds[0] for test in before))


def _partition_test(tests: Mapping[str, KeyTest], name: str) -> KeyTest:
    if name not in tests:
        raise ValidationError(f"Query condition missed key schema element: {name}")
    if tests[name].operator != "=":
        raise ValidationError("Query key condition not supported")
    return tests[name]


def _require_no_others(
    tests: Mapping[str, KeyTest], partition_keys: Sequence[str], sort_keys: Sequence[str]
) -> None:
    if tests.keys() <= {*partition_keys, *sort_keys}:
        return
    for name in sort_keys:
        if name not in tests:
            raise ValidationError(f"Query condition missed key schema element: {name}")
    raise ValidationError("Query key condition not supported")


def _require_prefix(tests: Sequence[KeyTest], sort_keys: Sequence[str]) -> None:
    """Refuse conditions on sort keys that skip one, or that go on after a range."""
    equal = {test.attribute for test in tests if test.operator == "="}
    for test in tests:
        for name in sort_keys[: sort_keys.index(test.attribute)]:
            if name not in equal:
                raise ValidationError(
                    f"RANGE key attributes {name} must have equality conditions specified in the query because "
                    f"a condition is present on key attribute {test.attribute}"
                )


def _require_bounds(test: KeyTest, types: Mapping[str, str]) -> None:
    if any(kind_of(bound) != types[test.attribute] for bound in test.bounds):
        raise InvalidParameterValueError("Condition parameter type does not match schema type")
    for bound in test.bounds:
        require_not_empty(test.attribute, bound)


def _conjuncts(condition: Condition) -> Iterator[Condition]:
    if isinstance(condition, And):
        yield from _conjuncts(condition.left)
        yield from _conjuncts(condition.right)
    else:
        yield condition


def _test(condition: Condition) -> KeyTest:
    if type(condition) in _REFUSED:
        raise _refused(_REFUSED[type(condition)])
    match condition:
        case Comparison("<>"):
            raise _refused("<>")
        case Comparison(operator, Literal(value), PathOperand() as operand):
            return KeyTest(_attribute(operand), TURNED[operator], (value,))
        case Comparison(operator, operand, bound):
            return KeyTest(_attribute(operand), operator, (_literal(bound),))
        case Between(operand, low, high):
            return KeyTest(_attribute(operand), "BETWEEN", (_literal(low), _literal(high)))
        case BeginsWith(operand, prefix):
            return KeyTest(_attribute(operand), "begins_with", (_literal(prefix),))
    raise TypeError(f"unknown condition {condition!r}")


def _refused(operator: str) -> ExpressionError:
    return ExpressionError(PARAMETER, f"Invalid operator used in KeyConditionExpression: {operator}")


def _attribute(operand: Operand) -> str:
    if isinstance(operand, Size):
        raise ExpressionError(PARAMETER, "KeyConditionExpressions cannot contain nested operations")
    if not isinstance(operand, PathOperand):
        raise ExpressionError(PARAMETER, "KeyConditionExpressions must reference a key attribute")
    if len(operand.path.elements) > 1:
        raise ExpressionError(
            PARAMETER, "KeyConditionExpressions cannot have conditions on nested attributes"
        )
    return operand.path.attribute


def _literal(operand: Operand) -> Value:
    if isinstance(operand, PathOperand):
        raise ExpressionError(
            PARAMETER,
            "Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition",
        )
    if not isinstance(operand, Literal):
        raise ExpressionError(PARAMETER, "KeyConditionExpressions cannot contain nested operations")
    return operand.content

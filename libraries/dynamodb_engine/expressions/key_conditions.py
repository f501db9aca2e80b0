"""Key conditions: which partition a query reads, and which range of it."""

from collections.abc import Iterator
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
_TURNED = {"=": "=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


@dataclass(frozen=True, slots=True)
class KeyRange:
    """What a query reads.

    Attributes:
        partition: The partition key's value.
        operator: How sort keys are compared: `=`, `<`, `<=`, `>`, `>=`, `BETWEEN`, `begins_with`; None takes all.
        bounds: What they are compared with.
    """

    partition: Value
    operator: str | None = None
    bounds: tuple[Value, ...] = ()


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
    tests: list[KeyTest], partition_key: str, sort_key: str | None, types: dict[str, str]
) -> KeyRange:
    """Return the range that conditions on the keys of a table or index describe.

    Args:
        tests: One condition an attribute.
        partition_key: The partition key's name.
        sort_key: The sort key's name, if there is one.
        types: The types of the key attributes.

    Raises:
        ValidationError: A query can't be made of them.
    """
    by_attribute = {test.attribute: test for test in tests}
    partition = by_attribute.pop(partition_key, None)
    if partition is None:
        raise ValidationError(f"Query condition missed key schema element: {partition_key}")
    if partition.operator != "=":
        raise ValidationError("Query key condition not supported")
    sort = by_attribute.pop(sort_key, None) if sort_key is not None else None
    if by_attribute:
        missed = sort_key if sort is None and sort_key is not None else None
        raise ValidationError(
            f"Query condition missed key schema element: {missed}"
            if missed
            else "Query key condition not supported"
        )
    for test in filter(None, (partition, sort)):
        if any(kind_of(bound) != types[test.attribute] for bound in test.bounds):
            raise InvalidParameterValueError("Condition parameter type does not match schema type")
        for bound in test.bounds:
            require_not_empty(test.attribute, bound)
    if sort is None:
        return KeyRange(partition.bounds[0])
    return KeyRange(partition.bounds[0], sort.operator, sort.bounds)


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
            return KeyTest(_attribute(operand), _TURNED[operator], (value,))
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

"""The parameters that came before expressions: `Expected`, `AttributeUpdates`, `KeyConditions`, `QueryFilter`, `ScanFilter`.

They become what expressions become.
Source: "Legacy conditional parameters", Amazon DynamoDB Developer Guide.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import reduce
from typing import Any

from dynamodb_engine.errors import InvalidParameterValueError, ValidationError
from dynamodb_engine.expressions.conditions import (
    And,
    BeginsWith,
    Between,
    Comparison,
    Condition,
    Contains,
    Exists,
    In,
    Not,
    Or,
    in_order,
)
from dynamodb_engine.expressions.key_conditions import KeyTest
from dynamodb_engine.expressions.operands import Literal, PathOperand
from dynamodb_engine.expressions.paths import Path
from dynamodb_engine.expressions.projections import Projection
from dynamodb_engine.expressions.updates import Action, Update
from dynamodb_engine.values import SCALAR_KEYS, SETS, Value, checked, kind_of

_COMPARATORS = {"EQ": "=", "NE": "<>", "LT": "<", "LE": "<=", "GT": ">", "GE": ">="}
_COUNTS = {"NULL": (0, 0), "NOT_NULL": (0, 0), "BETWEEN": (2, 2), "IN": (1, 100)}
_SCALARS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("LT", "LE", "GT", "GE", "BETWEEN", "IN", "CONTAINS", "NOT_CONTAINS"), SCALAR_KEYS),
    "BEGINS_WITH": ("S", "B"),
}
"""What operators can be given; all others take any type."""
_KEY_OPERATORS = {
    **{name: _COMPARATORS[name] for name in ("EQ", "LT", "LE", "GT", "GE")},
    "BETWEEN": "BETWEEN",
    "BEGINS_WITH": "begins_with",
}


def require_one_form(
    parameters: Mapping[str, Any], legacy: Iterable[str], expressions: Iterable[str]
) -> None:
    """Refuse a request that uses parameters of both forms.

    Raises:
        ValidationError: It does.
    """
    old = [name for name in legacy if parameters.get(name)]
    new = [name for name in expressions if parameters.get(name) is not None]
    if old and new:
        raise ValidationError(
            "Can not use both expression and non-expression parameters in the same request: "
            f"Non-expression parameters: {{{', '.join(old)}}} Expression parameters: {{{', '.join(new)}}}"
        )


def attributes_to_get(parameters: Mapping[str, Any]) -> Projection | None:
    """Return the projection of `AttributesToGet`; None where there is none.

    Raises:
        ValidationError: An attribute stands there twice.
    """
    names = parameters.get("AttributesToGet") or ()
    for number, name in enumerate(names):
        if name in names[:number]:
            raise InvalidParameterValueError(f"Duplicate value in attribute name: {name}")
    return Projection.of_attributes(names) if names else None


def filter_condition(parameters: Mapping[str, Any]) -> Condition | None:
    """Return the condition of `QueryFilter` or `ScanFilter`.

    Raises:
        ValidationError: A part of it is not complete.
    """
    tests = parameters.get("QueryFilter") or parameters.get("ScanFilter") or {}
    return _joined(
        parameters, tests, lambda name, test: _test(name, test["ComparisonOperator"], _values(test))
    )


def expected_condition(parameters: Mapping[str, Any]) -> Condition | None:
    """Return the condition of `Expected`.

    Raises:
        ValidationError: A part of it is not complete.
    """
    return _joined(parameters, parameters.get("Expected") or {}, _expectation)


def key_tests_of(tests: Mapping[str, Mapping[str, Any]]) -> list[KeyTest]:
    """Return what `KeyConditions` asks of each key attribute.

    Raises:
        ValidationError: An operator is not one for keys, or has the wrong number of values.
    """
    found = []
    for name, test in tests.items():
        operator, values = test["ComparisonOperator"], _values(test)
        if operator not in _KEY_OPERATORS:
            raise ValidationError("Attempted conditional constraint is not an indexable operation")
        _require_values(operator, values)
        found.append(KeyTest(name, _KEY_OPERATORS[operator], tuple(values)))
    return found


def update_of(changes: Mapping[str, Mapping[str, Any]]) -> Update:
    """Return the update of `AttributeUpdates`.

    Raises:
        ValidationError: An action lacks its value, or has one of a type that it does not take.
    """
    return Update(tuple(_action(name, change) for name, change in changes.items()))


def _action(name: str, change: Mapping[str, Any]) -> Action:
    action, path = change.get("Action") or "PUT", Path((name,))
    if change.get("Value") is None:
        if action != "DELETE":
            raise InvalidParameterValueError(
                "Only DELETE action is allowed when no attribute value is specified"
            )
        return Action("REMOVE", path)
    value = checked(change["Value"])
    if action == "ADD" and kind_of(value) not in ("N", "L", *SETS):
        raise InvalidParameterValueError(f"ADD action is not supported for the type {kind_of(value)}")
    if action == "DELETE" and kind_of(value) not in SETS:
        raise InvalidParameterValueError(
            f"DELETE action with value is not supported for the type {kind_of(value)}"
        )
    clause = {"PUT": "SET", "ADD": "ADD", "DELETE": "DELETE"}[action]
    return Action(clause, path, Literal(value), mismatch="Type mismatch for attribute to update")


def _joined(
    parameters: Mapping[str, Any],
    tests: Mapping[str, Mapping[str, Any]],
    read: Callable[[str, Mapping[str, Any]], Condition],
) -> Condition | None:
    """Join conditions on attributes by the request's `ConditionalOperator`: `AND`, which is the default, or `OR`."""
    operator = parameters.get("ConditionalOperator")
    if operator is not None and not tests:
        raise ValidationError("ConditionalOperator cannot be used without Filter or Expected")
    if operator is not None and len(tests) == 1:
        raise ValidationError(
            "ConditionalOperator can only be used when Filter or Expected has two or more elements"
        )
    join: Callable[[Condition, Condition], Condition] = Or if operator == "OR" else And
    conditions = [read(name, test) for name, test in tests.items()]
    return reduce(join, conditions) if conditions else None


def _expectation(name: str, test: Mapping[str, Any]) -> Condition:
    operator = test.get("ComparisonOperator")
    if operator is not None:
        if test.get("Exists") is not None:
            raise InvalidParameterValueError(
                f"Exists and ComparisonOperator cannot be used together for Attribute: {name}"
            )
        single = [checked(test["Value"])] if test.get("Value") is not None else []
        return _test(name, operator, single or _values(test))
    if test.get("Value") is not None:
        if test.get("Exists") is False:
            raise InvalidParameterValueError(
                f"Value cannot be used when Exists is false for Attribute: {name}"
            )
        return Comparison("=", PathOperand(Path((name,))), Literal(checked(test["Value"])))
    if test.get("Exists") is False:
        return Not(Exists(Path((name,))))
    raise InvalidParameterValueError(
        f"Value must be provided when Exists is {'true' if test.get('Exists') else 'null'} for Attribute: {name}"
    )


def _test(name: str, operator: str, values: Sequence[Value]) -> Condition:
    _require_values(operator, values)
    path, literals = Path((name,)), [Literal(value) for value in values]
    if operator in _COMPARATORS:
        return Comparison(_COMPARATORS[operator], PathOperand(path), literals[0])
    return _TESTS[operator](path, literals)


_TESTS: Mapping[str, Callable[[Path, Sequence[Literal]], Condition]] = {
    "NULL": lambda path, _: Not(Exists(path)),
    "NOT_NULL": lambda path, _: Exists(path),
    "CONTAINS": lambda path, literals: Contains(PathOperand(path), literals[0]),
    "NOT_CONTAINS": lambda path, literals: And(Exists(path), Not(Contains(PathOperand(path), literals[0]))),
    "BEGINS_WITH": lambda path, literals: BeginsWith(PathOperand(path), literals[0]),
    "BETWEEN": lambda path, literals: Between(PathOperand(path), *literals),
    "IN": lambda path, literals: In(PathOperand(path), tuple(literals)),
}


def _values(test: Mapping[str, Any]) -> list[Value]:
    return [checked(value) for value in test.get("AttributeValueList") or ()]


def _require_values(operator: str, values: Sequence[Value]) -> None:
    least, most = _COUNTS.get(operator, (1, 1))
    if not least <= len(values) <= most:
        raise InvalidParameterValueError(
            f"Invalid number of argument(s) for the {operator} ComparisonOperator"
        )
    kinds = list(dict.fromkeys(map(kind_of, values)))
    if len(kinds) > 1:
        raise InvalidParameterValueError("AttributeValues inside AttributeValueList must be of same type")
    if kinds and kinds[0] not in _SCALARS.get(operator, kinds):
        raise InvalidParameterValueError(
            f"ComparisonOperator {operator} is not valid for {kinds[0]} AttributeValue type"
        )
    if operator == "BETWEEN" and not in_order(*values):
        raise ValidationError(
            "The BETWEEN condition was provided a range where the lower bound is greater than the upper bound"
        )

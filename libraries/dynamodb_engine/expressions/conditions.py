"""Conditions that an item has to meet, for a write or to be in a result."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from operator import ge, gt, le, lt
from typing import Any, Protocol

from dynamodb_engine.errors import ExpressionError
from dynamodb_engine.expressions.bindings import Bindings
from dynamodb_engine.expressions.operands import Literal, Operand, PathOperand, require_type
from dynamodb_engine.expressions.paths import Path
from dynamodb_engine.values import SCALAR_KEYS, SETS, TYPES, Item, Value, content_of, equal, kind_of, sort_key

ORDERED: Mapping[str, Callable[[Any, Any], bool]] = {"<": lt, "<=": le, ">": gt, ">=": ge}


class Condition(Protocol):
    """Something that is true or false of an item."""

    def bound(self, parameter: str, bindings: Bindings) -> "Condition":
        """Return it with names and values in the place of placeholders."""

    def holds(self, item: Item) -> bool:
        """Return whether it is true of an item."""


@dataclass(frozen=True, slots=True)
class And:
    """Both are true."""

    left: Condition
    right: Condition

    def bound(self, parameter: str, bindings: Bindings) -> "And":
        return And(self.left.bound(parameter, bindings), self.right.bound(parameter, bindings))

    def holds(self, item: Item) -> bool:
        return self.left.holds(item) and self.right.holds(item)


@dataclass(frozen=True, slots=True)
class Or:
    """One is true, or both are."""

    left: Condition
    right: Condition

    def bound(self, parameter: str, bindings: Bindings) -> "Or":
        return Or(self.left.bound(parameter, bindings), self.right.bound(parameter, bindings))

    def holds(self, item: Item) -> bool:
        return self.left.holds(item) or self.right.holds(item)


@dataclass(frozen=True, slots=True)
class Not:
    """It is false."""

    condition: Condition

    def bound(self, parameter: str, bindings: Bindings) -> "Not":
        return Not(self.condition.bound(parameter, bindings))

    def holds(self, item: Item) -> bool:
        return not self.condition.holds(item)


@dataclass(frozen=True, slots=True)
class Comparison:
    """`=`, `<>`, `<`, `<=`, `>` or `>=`."""

    operator: str
    left: Operand
    right: Operand

    def bound(self, parameter: str, bindings: Bindings) -> "Comparison":
        left, right = self.left.bound(parameter, bindings), self.right.bound(parameter, bindings)
        require_distinct(parameter, self.operator, left, right)
        if self.operator in ORDERED:
            for operand in (left, right):
                require_type(parameter, self.operator, operand, SCALAR_KEYS)
        return Comparison(self.operator, left, right)

    def holds(self, item: Item) -> bool:
        left, right = self.left.value(item), self.right.value(item)
        if self.operator == "=":
            return equal(left, right)
        if self.operator == "<>":
            return not equal(left, right)
        return _ordered(self.operator, left, right)


@dataclass(frozen=True, slots=True)
class Between:
    """`operand BETWEEN low AND high`, both included."""

    operand: Operand
    low: Operand
    high: Operand

    def bound(self, parameter: str, bindings: Bindings) -> "Between":
        operand, low, high = (each.bound(parameter, bindings) for each in (self.operand, self.low, self.high))
        for each in (operand, low, high):
            require_type(parameter, "BETWEEN", each, SCALAR_KEYS)
        _require_order(parameter, low, high)
        return Between(operand, low, high)

    def holds(self, item: Item) -> bool:
        value = self.operand.value(item)
        return _ordered(">=", value, self.low.value(item)) and _ordered("<=", value, self.high.value(item))


@dataclass(frozen=True, slots=True)
class In:
    """`operand IN (…)`."""

    operand: Operand
    choices: tuple[Operand, ...]

    def bound(self, parameter: str, bindings: Bindings) -> "In":
        choices = tuple(choice.bound(parameter, bindings) for choice in self.choices)
        return In(self.operand.bound(parameter, bindings), choices)

    def holds(self, item: Item) -> bool:
        value = self.operand.value(item)
        return any(equal(value, choice.value(item)) for choice in self.choices)


@dataclass(frozen=True, slots=True)
class Exists:
    """`attribute_exists(path)`."""

    path: Path

    def bound(self, parameter: str, bindings: Bindings) -> "Exists":
        return Exists(bindings.path(parameter, self.path))

    def holds(self, item: Item) -> bool:
        return self.path.find(item) is not None


@dataclass(frozen=True, slots=True)
class HasType:
    """`attribute_type(path, type)`."""

    path: Path
    kind: Operand

    def bound(self, parameter: str, bindings: Bindings) -> "HasType":
        kind = self.kind.bound(parameter, bindings)
        require_type(parameter, "attribute_type", kind, ("S",))
        if isinstance(kind, Literal) and content_of(kind.content) not in TYPES:
            raise ExpressionError(
                parameter,
                f"Invalid attribute type name found; type: {content_of(kind.content)}, "
                "valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}",
            )
        return HasType(bindings.path(parameter, self.path), kind)

    def holds(self, item: Item) -> bool:
        value, kind = self.path.find(item), self.kind.value(item)
        return value is not None and kind is not None and kind_of(value) == content_of(kind)


@dataclass(frozen=True, slots=True)
class BeginsWith:
    """`begins_with(operand, prefix)`."""

    operand: Operand
    prefix: Operand

    def bound(self, parameter: str, bindings: Bindings) -> "BeginsWith":
        operand, prefix = self.operand.bound(parameter, bindings), self.prefix.bound(parameter, bindings)
        require_distinct(parameter, "begins_with", operand, prefix)
        for each in (operand, prefix):
            require_type(parameter, "begins_with", each, ("S", "B"))
        return BeginsWith(operand, prefix)

    def holds(self, item: Item) -> bool:
        value, prefix = self.operand.value(item), self.prefix.value(item)
        if (
            value is None
            or prefix is None
            or kind_of(value) != kind_of(prefix)
            or kind_of(value) not in ("S", "B")
        ):
            return False
        return bool(sort_key(value).startswith(sort_key(prefix)))  # type: ignore[union-attr,arg-type]


@dataclass(frozen=True, slots=True)
class Contains:
    """`contains(operand, part)`: a substring, or an element of a set or list."""

    operand: Operand
    part: Operand

    def bound(self, parameter: str, bindings: Bindings) -> "Contains":
        operand, part = self.operand.bound(parameter, bindings), self.part.bound(parameter, bindings)
        require_distinct(parameter, "contains", operand, part)
        return Contains(operand, part)

    def holds(self, item: Item) -> bool:
        value, part = self.operand.value(item), self.part.value(item)
        if value is None or part is None:
            return False
        kind, content = kind_of(value), content_of(value)
        if kind == "L":
            return any(equal(element, part) for element in content)
        if kind in SETS:
            return kind[0] == kind_of(part) and content_of(part) in content
        if kind in ("S", "B") and kind == kind_of(part):
            return sort_key(part) in sort_key(value)  # type: ignore[operator]
        return False


def require_distinct(parameter: str, operator: str, first: Operand, second: Operand) -> None:
    """Refuse an operator that is given the same path twice.

    Raises:
        ExpressionError: It is.
    """
    if isinstance(first, PathOperand) and first == second:
        raise ExpressionError(
            parameter,
            "The first operand must be distinct from the remaining operands for this operator or function; "
            f"operator: {operator}, first operand: {first.path}",
        )


def require_document_path(parameter: str, function: str, operand: Operand) -> Path:
    """Return the path that a function is given.

    Raises:
        ExpressionError: It is given something else.
    """
    if isinstance(operand, PathOperand):
        return operand.path
    raise ExpressionError(
        parameter, f"Operator or function requires a document path; operator or function: {function}"
    )


def in_order(low: Value, high: Value) -> bool:
    """Return whether a value is less than or equal to another one of the same type."""
    return _ordered("<=", low, high)


def _ordered(operator: str, left: Value | None, right: Value | None) -> bool:
    if left is None or right is None or kind_of(left) != kind_of(right) or kind_of(left) not in SCALAR_KEYS:
        return False
    return ORDERED[operator](sort_key(left), sort_key(right))


def _require_order(parameter: str, low: Operand, high: Operand) -> None:
    if not (isinstance(low, Literal) and isinstance(high, Literal)):
        return
    bounds = (
        f"lower bound operand: AttributeValue: {_show(low.content)}, "
        f"upper bound operand: AttributeValue: {_show(high.content)}"
    )
    if kind_of(low.content) != kind_of(high.content):
        raise ExpressionError(
            parameter, f"The BETWEEN operator requires same data type for lower and upper bounds; {bounds}"
        )
    if not in_order(low.content, high.content):
        raise ExpressionError(
            parameter,
            f"The BETWEEN operator requires upper bound to be greater than or equal to lower bound; {bounds}",
        )


def _show(value: Value) -> str:
    return f"{{{kind_of(value)}:{content_of(value)}}}"

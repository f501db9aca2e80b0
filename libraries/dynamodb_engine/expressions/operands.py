"""What stands on either side of an operator: paths, values, and functions that give one."""

from dataclasses import dataclass
from typing import Protocol

from dynamodb_engine import decimals
from dynamodb_engine.errors import ExpressionError, ValidationError
from dynamodb_engine.expressions.bindings import Bindings
from dynamodb_engine.expressions.paths import Path
from dynamodb_engine.values import Item, Value, content_of, kind_of, size_of

SIZED = ("S", "B", "SS", "NS", "BS", "L", "M")
_TYPE_NAMES = {
    "S": "STRING", "N": "NUMBER", "B": "BINARY", "BOOL": "BOOLEAN", "NULL": "NULL", "L": "LIST", "M": "MAP",
    "SS": "STRING_SET", "NS": "NUMBER_SET", "BS": "BINARY_SET",
}  # fmt: skip


class Operand(Protocol):
    """Something that has a value for an item."""

    def bound(self, parameter: str, bindings: Bindings) -> "Operand":
        """Return it with names and values in the place of placeholders."""

    def value(self, item: Item) -> Value | None:
        """Return its value for an item, None if it has none."""


@dataclass(frozen=True, slots=True)
class PathOperand:
    """What stands at a path."""

    path: Path

    def bound(self, parameter: str, bindings: Bindings) -> "PathOperand":
        return PathOperand(bindings.path(parameter, self.path))

    def value(self, item: Item) -> Value | None:
        return self.path.find(item)


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A value of the request, by its placeholder."""

    name: str

    def bound(self, parameter: str, bindings: Bindings) -> "Literal":
        return Literal(bindings.value(parameter, self.name))

    def value(self, item: Item) -> Value | None:
        raise NotImplementedError("a placeholder has no value before it is bound")


@dataclass(frozen=True, slots=True)
class Literal:
    """A value of the request."""

    content: Value

    def bound(self, _parameter: str, _bindings: Bindings) -> "Literal":
        return self

    def value(self, _item: Item) -> Value:
        return self.content


@dataclass(frozen=True, slots=True)
class Size:
    """`size(operand)`: characters, bytes or elements."""

    operand: Operand

    def bound(self, parameter: str, bindings: Bindings) -> "Size":
        operand = self.operand.bound(parameter, bindings)
        require_type(parameter, "size", operand, SIZED)
        return Size(operand)

    def value(self, item: Item) -> Value | None:
        value = self.operand.value(item)
        if value is None or kind_of(value) not in SIZED:
            return None
        return {"N": str(_length(value))}


@dataclass(frozen=True, slots=True)
class IfNotExists:
    """`if_not_exists(path, operand)`."""

    path: PathOperand
    otherwise: Operand

    def bound(self, parameter: str, bindings: Bindings) -> "IfNotExists":
        return IfNotExists(self.path.bound(parameter, bindings), self.otherwise.bound(parameter, bindings))

    def value(self, item: Item) -> Value | None:
        found = self.path.value(item)
        return self.otherwise.value(item) if found is None else found


@dataclass(frozen=True, slots=True)
class ListAppend:
    """`list_append(list, list)`."""

    first: Operand
    second: Operand

    def bound(self, parameter: str, bindings: Bindings) -> "ListAppend":
        first, second = self.first.bound(parameter, bindings), self.second.bound(parameter, bindings)
        for operand in (first, second):
            require_type(parameter, "list_append", operand, ("L",))
        return ListAppend(first, second)

    def value(self, item: Item) -> Value:
        lists = [required(operand, item, "L") for operand in (self.first, self.second)]
        return {"L": [element for each in lists for element in content_of(each)]}


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """A sum or a difference."""

    operator: str
    left: Operand
    right: Operand

    def bound(self, parameter: str, bindings: Bindings) -> "Arithmetic":
        left, right = self.left.bound(parameter, bindings), self.right.bound(parameter, bindings)
        for operand in (left, right):
            require_type(parameter, self.operator, operand, ("N",))
        return Arithmetic(self.operator, left, right)

    def value(self, item: Item) -> Value:
        left, right = (
            decimals.parse(content_of(required(operand, item, "N"))) for operand in (self.left, self.right)
        )
        calculate = decimals.add if self.operator == "+" else decimals.subtract
        return {"N": decimals.canonical(calculate(left, right))}


def _length(value: Value) -> int:
    return size_of(value) if kind_of(value) == "B" else len(content_of(value))


def required(operand: Operand, item: Item, kind: str) -> Value:
    """Return an operand's value, which an update can't do without.

    Raises:
        ValidationError: It has none, or one of another type.
    """
    value = operand.value(item)
    if value is None:
        raise ValidationError(
            "The provided expression refers to an attribute that does not exist in the item"
        )
    if kind_of(value) != kind:
        raise ValidationError("An operand in the update expression has an incorrect data type")
    return value


def require_type(parameter: str, operator: str, operand: Operand, kinds: tuple[str, ...]) -> None:
    """Refuse a value of the request whose type the operator does not take.

    Raises:
        ExpressionError: It has another type.
    """
    if isinstance(operand, Literal) and kind_of(operand.content) not in kinds:
        raise wrong_type(parameter, operator, kind_of(operand.content))


def wrong_type(parameter: str, operator: str, kind: str) -> ExpressionError:
    """Return the error for an operand of a type that an operator does not take."""
    label, name = (
        ("operator", kind)
        if operator in ("=", "<>", "<", "<=", ">", ">=", "IN")
        else (
            "operator or function",
            _TYPE_NAMES[kind] if operator in ("ADD", "DELETE") else kind,
        )
    )
    return ExpressionError(
        parameter,
        f"Incorrect operand type for operator or function; {label}: {operator}, operand type: {name}",
    )

"""Attribute values, as they travel: a mapping of one type to what it holds, such as `{"S": "text"}`.

Values are never changed: an update makes new ones, so that items may share them.
"""

import base64
import binascii
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from dynamodb_engine import decimals
from dynamodb_engine.errors import EmptySetError, InvalidParameterValueError, ValidationError

Value = dict[str, Any]
Item = dict[str, Value]

TYPES = ("S", "N", "B", "BOOL", "NULL", "L", "M", "SS", "NS", "BS")
SETS = ("SS", "NS", "BS")
SCALAR_KEYS = ("S", "N", "B")
DEEPEST_NESTING = 32
ITEM_SIZE_LIMIT = 400 * 1024
_INVALID = "One or more parameter values were invalid: "
_EMPTY_SETS = {
    "SS": f"{_INVALID}An string set  may not be empty",
    "NS": f"{_INVALID}An number set  may not be empty",
    "BS": f"{_INVALID}Binary sets should not be empty",
}
_DUPLICATES = {
    "SS": f"{_INVALID}Input collection [{{}}] contains duplicates.",
    "NS": "Input collection contains duplicates",
    "BS": f"{_INVALID}Input collection [{{}}]of type BS contains duplicates.",
}
_NESTED_OVERHEAD, _ELEMENT_OVERHEAD = 3, 1


def checked_item(attributes: Mapping[str, Any]) -> Item:
    """Return attributes with their values in canonical form.

    Raises:
        ValidationError: One of them is not a value.
    """
    return {name: checked(value) for name, value in attributes.items()}


def checked(value: Mapping[str, Any], depth: int = 0) -> Value:
    """Return a value in canonical form: numbers plainly written, binary data in one base64 form.

    Raises:
        ValidationError: It is not a value.
    """
    stated = [kind for kind in value if kind in _READERS and value[kind] is not None]
    if not stated:
        raise ValidationError(
            "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes"
        )
    if len(stated) > 1:
        raise ValidationError(
            "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes"
        )
    if depth > DEEPEST_NESTING:
        raise ValidationError("Nesting Levels have exceeded supported limits")
    kind = stated[0]
    return {kind: _READERS[kind](value[kind], depth)}


def kind_of(value: Value) -> str:
    """Return a value's type, such as `S`."""
    return next(iter(value))


def content_of(value: Value) -> Any:
    """Return what a value holds."""
    return next(iter(value.values()))


def equal(left: Value | None, right: Value | None) -> bool:
    """Return whether two values are the same; nothing is equal to a value that is not there."""
    if left is None or right is None:
        return False
    kind = kind_of(left)
    if kind != kind_of(right):
        return False
    mine, other = left[kind], right[kind]
    if kind in SETS:
        return set(mine) == set(other)
    if kind == "L":
        return len(mine) == len(other) and all(map(equal, mine, other))
    if kind == "M":
        return mine.keys() == other.keys() and all(equal(mine[name], other[name]) for name in mine)
    return bool(mine == other)


def sort_key(value: Value) -> Decimal | bytes:
    """Return what values of one type are ordered by: strings by their UTF-8 bytes.

    Raises:
        KeyError: The type has no order.
    """
    key: Decimal | bytes = _SORT_KEYS[kind_of(value)](content_of(value))
    return key


def size_of(value: Value) -> int:
    """Return a value's size in bytes.

    Source: "DynamoDB item sizes and formats", Amazon DynamoDB Developer Guide.
    """
    kind, content = kind_of(value), content_of(value)
    if kind == "L":
        return _NESTED_OVERHEAD + sum(_ELEMENT_OVERHEAD + size_of(each) for each in content)
    if kind == "M":
        return _NESTED_OVERHEAD + sum(
            _ELEMENT_OVERHEAD + len(name.encode()) + size_of(each) for name, each in content.items()
        )
    if kind in SETS:
        return sum(_SIZES[kind[0]](each) for each in content)
    return _SIZES[kind](content)


def require_not_empty(attribute: str, value: Value) -> None:
    """Refuse a key attribute's value that is empty.

    Raises:
        ValidationError: It is.
    """
    if content_of(value) == "":
        raise ValidationError(
            "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an "
            f"empty {described_kind(value)} value. Key: {attribute}"
        )


def described_kind(value: Value) -> str:
    """Return how AWS calls the type of a key that may be empty."""
    return "binary" if kind_of(value) == "B" else "string"


def item_size(item: Item) -> int:
    """Return an item's size in bytes."""
    return sum(len(name.encode()) + size_of(value) for name, value in item.items())


def _string(content: str, _depth: int) -> str:
    return content


def _number(content: str, _depth: int) -> str:
    return decimals.canonical(decimals.parse(content))


def _binary(content: str, _depth: int) -> str:
    return base64.b64encode(_decode(content)).decode()


def _boolean(content: bool, _depth: int) -> bool:
    return content


def _null(content: bool, _depth: int) -> bool:
    if content is not True:
        raise InvalidParameterValueError("Null attribute value types must have the value of true")
    return content


def _list(content: list[Any], depth: int) -> list[Value]:
    return [checked(each, depth + 1) for each in content]


def _map(content: Mapping[str, Any], depth: int) -> Item:
    return {name: checked(each, depth + 1) for name, each in content.items()}


def _set_of(kind: str, read: Callable[[str, int], str]) -> Callable[[list[str], int], list[str]]:
    def checked_set(content: list[str], depth: int) -> list[str]:
        if not content:
            raise EmptySetError(_EMPTY_SETS[kind])
        members = [read(each, depth) for each in content]
        if len(set(members)) < len(members):
            raise ValidationError(_DUPLICATES[kind].format(", ".join(content)))
        return members

    return checked_set


def _decode(content: str) -> bytes:
    try:
        return base64.b64decode(content, validate=True)
    except binascii.Error as error:
        raise ValidationError(f"Invalid base64 in a binary value: {error}") from error


def _number_size(text: str) -> int:
    """About one byte for two significant digits, one more for the exponent, one more for a minus sign."""
    digits = text.lstrip("-").replace(".", "").strip("0")
    return (len(digits) + 1) // 2 + 1 + text.startswith("-")


_READERS: Mapping[str, Callable[[Any, int], Any]] = {
    "S": _string,
    "N": _number,
    "B": _binary,
    "BOOL": _boolean,
    "NULL": _null,
    "L": _list,
    "M": _map,
    "SS": _set_of("SS", _string),
    "NS": _set_of("NS", _number),
    "BS": _set_of("BS", _binary),
}
_SORT_KEYS: Mapping[str, Callable[[Any], Any]] = {"S": str.encode, "N": Decimal, "B": base64.b64decode}
_SIZES: Mapping[str, Callable[[Any], int]] = {
    "S": lambda text: len(text.encode()),
    "N": _number_size,
    "B": lambda text: len(base64.b64decode(text)),
    "BOOL": lambda _: 1,
    "NULL": lambda _: 1,
}

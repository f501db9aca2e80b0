"""Results as JSON, written by a plan that is made once for each shape.

Moto's serializer looks for each member under several names, in objects of any class. For a result of our own, a mapping with the
names of the model, that takes ten times as long. What is something else, or has to be encoded, is left to moto.
"""

from collections.abc import Callable, Mapping
from typing import Any

Write = Callable[[Any], Any]
"""Returns a value in JSON's form."""


class NotPlainError(Exception):
    """The value is not a mapping with the names of the model."""


def plan_for(shape: Any) -> Write | None:
    """Return what writes the results of a shape, or raises `NotPlainError`; None if a member has to be encoded.

    Args:
        shape: The output of an operation, in botocore's form.
    """
    return None if "payload" in shape.serialization else _plan(shape, frozenset())


def _plan(shape: Any, holders: frozenset[str]) -> Write | None:
    kind = shape.type_name
    if shape.name in holders or "location" in shape.serialization:
        return None
    if kind == "structure":
        return _structure(shape, holders | {shape.name})
    if kind == "list":
        return _list(_plan(shape.member, holders | {shape.name}))
    if kind == "map":
        return _map(_plan(shape.value, holders | {shape.name}))
    return _SCALARS.get(kind)


def _structure(shape: Any, holders: frozenset[str]) -> Write | None:
    if shape.is_document_type:
        return _document
    members: dict[str, tuple[str, Write]] = {}
    for name, member in shape.members.items():
        write_member = _plan(member, holders)
        if write_member is None:
            return None
        members[name] = member.serialization.get("name", name), write_member

    def write(value: Any) -> dict[str, Any]:
        if not isinstance(value, dict) or not value.keys() <= members.keys():
            raise NotPlainError
        written = {}
        for name, held in value.items():
            if held is not None:
                key, write_member = members[name]
                written[key] = write_member(held)
        return written

    return write


def _list(write_item: Write | None) -> Write | None:
    if write_item is None:
        return None

    def write(value: Any) -> list[Any]:
        if not isinstance(value, list | tuple):
            raise NotPlainError
        return [write_item(item) for item in value]

    return write


def _map(write_held: Write | None) -> Write | None:
    if write_held is None:
        return None

    def write(value: Any) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise NotPlainError
        return {key: write_held(held) for key, held in value.items()}

    return write


def _text(value: Any) -> str:
    if type(value) is not str:
        raise NotPlainError
    return value


def _boolean(value: Any) -> bool:
    if not isinstance(value, bool):
        raise NotPlainError
    return value


def _number(convert: Write) -> Write:
    def write(value: Any) -> Any:
        if not isinstance(value, int | float):
            raise NotPlainError
        return convert(value)

    return write


def _document(value: Any) -> Any:
    return value


_SCALARS: Mapping[str, Write] = {
    "boolean": _boolean,
    "double": _number(float),
    "float": _number(float),
    "integer": _number(int),
    "long": _number(int),
    "string": _text,
}

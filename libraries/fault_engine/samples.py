"""Values that fit a shape of a model: placeholders for required members of an error that have not been given."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from botocore.model import ListShape, MapShape, Shape, StructureShape

_DEEPEST = 4
_SCALARS: dict[str, Any] = {
    "blob": b"sample",
    "boolean": True,
    "double": 1.5,
    "float": 1.5,
    "timestamp": datetime(2026, 1, 1, tzinfo=UTC),
}


def sample(shape: Shape, *, depth: int = 0) -> Any:
    """Return a value for a shape.

    Args:
        shape: Any shape of a botocore model.
        depth: Nesting depth of this shape in the value; recursive shapes end at a depth of four.

    Returns:
        A value as boto3 takes and returns it.
    """
    match shape:
        case StructureShape() if shape.is_document_type:
            return {"sample": "document"}
        case StructureShape():
            return sample_members(shape, depth=depth)
        case ListShape():
            return [sample(shape.member, depth=depth + 1)] if depth < _DEEPEST else []
        case MapShape():
            key = sample(shape.key, depth=depth + 1)
            return {key: sample(shape.value, depth=depth + 1)} if depth < _DEEPEST else {}
    return _scalar(shape)


def minimal_sample(shape: Shape, *, depth: int = 0) -> Any:
    """Return a value for a shape, without the optional members of structures."""
    if isinstance(shape, StructureShape) and not shape.is_document_type:
        return minimal_members(shape, depth=depth)
    return sample(shape, depth=depth)


def sample_members(shape: StructureShape, *, depth: int = 0) -> dict[str, Any]:
    """Return values for the members of a structure, for exactly one if it is a union."""
    return {
        name: sample(shape.members[name], depth=depth + 1) for name in _names(shape, shape.members, depth)
    }


def minimal_members(shape: StructureShape, *, depth: int = 0) -> dict[str, Any]:
    """Return values for the required members of a structure, for exactly one member if it is a union."""
    names = _names(shape, shape.required_members, depth)
    return {name: minimal_sample(shape.members[name], depth=depth + 1) for name in names}


def _names(shape: StructureShape, wanted: Iterable[str], depth: int) -> list[str]:
    if depth >= _DEEPEST:
        return []
    return list(shape.members)[:1] if shape.is_tagged_union else list(wanted)


def _scalar(shape: Shape) -> Any:
    if shape.type_name in _SCALARS:
        return _SCALARS[shape.type_name]
    if shape.type_name in {"integer", "long"}:
        return max(1, int(shape.metadata.get("min", 1)))
    enumeration = getattr(shape, "enum", None)
    if enumeration:
        return enumeration[0]
    return "sample".ljust(shape.metadata.get("min", 0), "s")

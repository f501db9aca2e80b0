"""Values that fit a shape of a model: placeholders for required members of an error that have not been given."""

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


def sample(shape: Shape, *, required_only: bool = False, depth: int = 0) -> Any:
    """Return a value for a shape.

    Args:
        shape: Any shape of a botocore model.
        required_only: Leave out optional members of structures.
        depth: Nesting depth of this shape in the value; recursive shapes end at a depth of four.

    Returns:
        A value as boto3 takes and returns it.
    """
    match shape:
        case StructureShape() if shape.is_document_type:
            return {"sample": "document"}
        case StructureShape():
            return sample_members(shape, required_only=required_only, depth=depth)
        case ListShape():
            return [sample(shape.member, depth=depth + 1)] if depth < _DEEPEST else []
        case MapShape():
            key = sample(shape.key, depth=depth + 1)
            return {key: sample(shape.value, depth=depth + 1)} if depth < _DEEPEST else {}
    return _scalar(shape)


def sample_members(shape: StructureShape, *, required_only: bool, depth: int = 0) -> dict[str, Any]:
    """Return values for the members of a structure, for exactly one if it is a union."""
    if depth >= _DEEPEST:
        return {}
    names = list(shape.required_members) if required_only else list(shape.members)
    if shape.is_tagged_union:
        names = list(shape.members)[:1]
    return {name: sample(shape.members[name], required_only=required_only, depth=depth + 1) for name in names}


def _scalar(shape: Shape) -> Any:
    if shape.type_name in _SCALARS:
        return _SCALARS[shape.type_name]
    if shape.type_name in {"integer", "long"}:
        return max(1, int(shape.metadata.get("min", 1)))
    enumeration = getattr(shape, "enum", None)
    if enumeration:
        return enumeration[0]
    return "sample".ljust(shape.metadata.get("min", 0), "s")

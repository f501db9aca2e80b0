"""Bodies of XML, held against botocore's models as S3 holds them against its schema."""

from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree as ET

_BOOLEANS = ("true", "false", "TRUE", "FALSE", "True", "False")


def fits(shape: Any, document: bytes) -> bool:
    """Tell whether a document has all that a shape requires, and nothing that it does not know."""
    try:
        return _fits(shape, ET.fromstring(document))  # noqa: S314 - expat refuses what would grow without end
    except (ET.ParseError, RecursionError, ValueError):
        return False


def _fits(shape: Any, element: ET.Element) -> bool:
    check = _CHECKS.get(shape.type_name, _is_scalar)
    return check(shape, element)


def _is_structure(shape: Any, element: ET.Element) -> bool:
    known = dict(_elements_of(shape))
    names = [_local(child) for child in element]
    required = {_name_of(shape.members[name], name) for name in shape.required_members} & known.keys()
    return (
        not (element.text or "").strip()
        and required <= set(names)
        and all(
            name in known and _fits(known[name], child) for name, child in zip(names, element, strict=True)
        )
    )


def _elements_of(shape: Any) -> Iterator[tuple[str, Any]]:
    """Yield the elements that a structure may have, and their shapes."""
    for name, member in shape.members.items():
        if "location" in member.serialization or member.serialization.get("xmlAttribute"):
            continue
        is_flattened = member.type_name == "list" and member.serialization.get("flattened")
        yield _name_of(member, name), member.member if is_flattened else member


def _is_list(shape: Any, element: ET.Element) -> bool:
    name = shape.member.serialization.get("name", "member")
    return not (element.text or "").strip() and all(
        _local(child) == name and _fits(shape.member, child) for child in element
    )


def _is_scalar(shape: Any, element: ET.Element) -> bool:
    text = (element.text or "").strip()
    if len(element):
        return False
    if shape.type_name == "boolean":
        return text in _BOOLEANS
    if shape.type_name in ("integer", "long"):
        return int(text) is not None
    return not (shape.type_name == "string" and shape.enum) or text in shape.enum


def _name_of(member: Any, name: str) -> str:
    return str(member.serialization.get("name", name))


def _local(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


_CHECKS = {"structure": _is_structure, "list": _is_list}

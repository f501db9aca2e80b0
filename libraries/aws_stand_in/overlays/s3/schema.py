"""Bodies of XML, validated against botocore's models as S3 validates them against its schema."""

from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree as ET

from aws_stand_in import wire
from aws_stand_in.overlays.s3.call import S3Call
from aws_stand_in.overlays.s3.errors import S3Error, malformed_xml
from aws_stand_in.overlays.s3.numbers import INTEGER

_BOOLEANS = ("true", "false", "TRUE", "FALSE", "True", "False")
_BITS = {"integer": 32, "long": 64}
_MAY_BE_EMPTY = ("CreateBucket", "PutBucketAcl", "PutObjectAcl")
_NOT_XML = ("PutBucketPolicy",)
_ANY_STRING = ("BucketLocationConstraint", "Event", "FilterRuleName", "Protocol")
"""Enumerations of which S3 looks at the values only after the schema: an error names the wrong one."""


def allowed_values(name: str) -> tuple[str, ...]:
    """Return the values of an enumeration of the model."""
    shape: Any = wire.service_model("s3").shape_for(name)
    return tuple(shape.enum)


def check_body(call: S3Call) -> None:
    """Refuse a body that is not what the model of the operation says.

    Raises:
        S3Error: It is missing, lacks what is required, or has what the operation does not know.
    """
    operation = call.aws.operation
    model: Any = wire.service_model("s3").operation_model(operation).input_shape
    shape = _shape_of_body(model) if model and operation not in _NOT_XML else None
    if shape is None or (not call.body and operation in _MAY_BE_EMPTY):
        return
    if not call.body:
        raise S3Error("MissingRequestBodyError", "Request Body is empty")
    if not _is_valid(shape, call.body):
        raise malformed_xml()


def _shape_of_body(model: Any) -> Any:
    if payload := model.serialization.get("payload"):
        return model.members[payload]
    return model if any("location" not in member.serialization for member in model.members.values()) else None


def _is_valid(shape: Any, document: bytes) -> bool:
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
    if bits := _BITS.get(shape.type_name):
        return bool(INTEGER.fullmatch(text)) and -(2 ** (bits - 1)) <= int(text) < 2 ** (bits - 1)
    is_enumerated = shape.type_name == "string" and shape.enum and shape.name not in _ANY_STRING
    return not is_enumerated or text in shape.enum


def _name_of(member: Any, name: str) -> str:
    return str(member.serialization.get("name", name))


def _local(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


_CHECKS = {"structure": _is_structure, "list": _is_list}

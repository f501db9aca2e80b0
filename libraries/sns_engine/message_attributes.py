"""Attributes of messages: what they may be.

Source: "Amazon SNS message attributes", Amazon SNS Developer Guide; the words are those of LocalStack 4.14.0,
services/sns/provider.py, whose behaviour is validated against AWS.
"""

import re
from collections.abc import Mapping
from typing import Any

from sns_engine.errors import InvalidMessageAttributeError, SnsError

LONGEST_NAME = 256
_TYPE = re.compile(r"(String|Number|Binary)(\..+)?")
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
_NOT_IN_A_NAME = re.compile(r"[^A-Za-z0-9_.-]")
_RESERVED = re.compile(r"(aws|amazon)\.", re.IGNORECASE)


def require_attributes(attributes: Mapping[str, Mapping[str, Any]], path: str = "") -> None:
    """Refuse message attributes that can't be published.

    Args:
        attributes: The attributes, as Publish takes them.
        path: Where their message stands in the request, with a full stop at the end; empty for the request itself.

    Raises:
        SnsError: In AWS's words.
    """
    for name, attribute in attributes.items():
        _require_name(name)
        if attribute.get("DataType") is None:
            raise _type_missing(f"{path}messageAttributes.{name}.member.dataType")
        _require_type(name, attribute["DataType"])
        _require_value(name, attribute)


def _type_missing(where: str) -> SnsError:
    return SnsError(
        "ValidationError",
        f"1 validation error detected: Value null at '{where}' failed to satisfy constraint: Member must not be null",
    )


def _require_name(name: str) -> None:
    if len(name) > LONGEST_NAME:
        raise InvalidMessageAttributeError("Length of message attribute name must be less than 256 bytes.")
    if name.startswith("."):
        raise InvalidMessageAttributeError(
            "Invalid message attribute name starting with character '.' was found."
        )
    if name.endswith("."):
        raise InvalidMessageAttributeError(
            "Invalid message attribute name ending with character '.' was found."
        )
    if wrong := _NOT_IN_A_NAME.search(name):
        raise InvalidMessageAttributeError(
            f"Invalid non-alphanumeric character '#x{ord(wrong[0]):X}' was found in the message attribute name. "
            "Can only include alphanumeric characters, hyphens, underscores, or dots."
        )
    if ".." in name:
        raise InvalidMessageAttributeError("Message attribute name can not have successive '.' character.")
    if not name or _RESERVED.match(name):
        raise InvalidMessageAttributeError(f"The message attribute name '{name}' is invalid.")


def _require_type(name: str, kind: str) -> None:
    if not kind:
        raise InvalidMessageAttributeError(
            f"The message attribute '{name}' must contain non-empty message attribute type."
        )
    if not _TYPE.fullmatch(kind):
        raise InvalidMessageAttributeError(
            f"The message attribute '{name}' has an invalid message attribute type, the set of supported type prefixes "
            "is Binary, Number, and String."
        )


def _require_value(name: str, attribute: Mapping[str, Any]) -> None:
    kind = attribute["DataType"]
    field, other = ("Binary", "String") if kind.startswith("Binary") else ("String", "Binary")
    value = attribute.get(f"{field}Value")
    if value is None and attribute.get(f"{other}Value") is not None:
        raise InvalidMessageAttributeError(
            f"The message attribute '{name}' with type '{kind}' must use field '{field}'."
        )
    if not value:
        raise InvalidMessageAttributeError(
            f"The message attribute '{name}' must contain non-empty message attribute value for message attribute "
            f"type '{kind}'."
        )
    if kind.startswith("Number") and not _NUMBER.fullmatch(value):
        raise InvalidMessageAttributeError(f"Could not cast message attribute '{name}' value to number.")

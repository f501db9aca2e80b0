"""The values of a template's parameters: given ones, defaults, and what AWS itself provides."""

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from application_template.errors import TemplateError, at
from application_template.scalars import as_text, is_true

LIST_TYPES = ("CommaDelimitedList", "List<")
SSM_TYPE = "AWS::SSM::Parameter::Value<"
PUBLISHED = ("/aws/service/", "/cdk-bootstrap/")
"""Prefixes of parameters that need no value: those of AWS, and cdk's version. Their name is their value."""


@dataclass(frozen=True, slots=True)
class StackIdentity:
    """What a stack knows about itself.

    Attributes:
        name: The stack's name.
        region: Its AWS region.
        account_id: Its AWS account, twelve digits.
    """

    name: str
    region: str
    account_id: str

    def pseudo_parameters(self) -> dict[str, Any]:
        """Return the values of the pseudo-parameters, except `AWS::NoValue`."""
        number = uuid.uuid5(uuid.NAMESPACE_OID, f"{self.name}{self.region}{self.account_id}")
        return {
            "AWS::AccountId": self.account_id,
            "AWS::NotificationARNs": [],
            "AWS::Partition": "aws",
            "AWS::Region": self.region,
            "AWS::StackId": f"arn:aws:cloudformation:{self.region}:{self.account_id}:stack/{self.name}/{number}",
            "AWS::StackName": self.name,
            "AWS::URLSuffix": "amazonaws.com",
        }


def parameter_values(declared: Mapping[str, Any], given: Mapping[str, str]) -> dict[str, Any]:
    """Return the value of each parameter.

    Args:
        declared: The section Parameters.
        given: Values by name, as on a command line; of a parameter that AWS reads from its Parameter Store, the value itself.

    Raises:
        TemplateError: A value is missing or not allowed, or the parameter is not declared.
    """
    unknown = sorted(set(given) - set(declared))
    if unknown:
        known = f"it has {', '.join(sorted(declared))}" if declared else "it has none"
        raise TemplateError(f"the template has no parameter {unknown[0]!r}; {known}")
    return {name: _value(name, declaration, given) for name, declaration in declared.items()}


def _value(name: str, declaration: Any, given: Mapping[str, str]) -> Any:
    where = ("Parameters", name)
    if not isinstance(declaration, Mapping) or not isinstance(declaration.get("Type"), str):
        raise at(where, "has no Type")
    text = _text(name, declaration, given)
    _require_allowed(text, declaration, where)
    if not is_list_type(declaration["Type"]):
        return text
    return [part.strip() for part in text.split(",")] if text else []


def _text(name: str, declaration: Mapping[str, Any], given: Mapping[str, str]) -> str:
    if name in given:
        return given[name]
    if "Default" not in declaration:
        raise at(("Parameters", name), f"has no value: give it as --parameter {name}=…")
    default = _joined(declaration["Default"])
    if declaration["Type"].startswith(SSM_TYPE) and not default.startswith(PUBLISHED):
        raise at(
            ("Parameters", name),
            f"AWS reads it from the parameter {default!r} of its Parameter Store: give its value as --parameter {name}=…",
        )
    return default


def is_list_type(kind: str) -> bool:
    """Return whether the value of a parameter of a type is a list.

    Example:
        >>> is_list_type("CommaDelimitedList"), is_list_type("String")
        (True, False)
    """
    return kind.removeprefix(SSM_TYPE).startswith(LIST_TYPES)


def _require_allowed(text: str, declaration: Mapping[str, Any], where: tuple[str, ...]) -> None:
    shown = "the value" if is_true(declaration.get("NoEcho")) else repr(text)
    allowed = [_joined(value) for value in declaration.get("AllowedValues", [])]
    if allowed and text not in allowed:
        raise at(where, f"{shown} is not allowed; allowed are {', '.join(allowed)}")
    pattern = declaration.get("AllowedPattern")
    if pattern is not None and not _has_form(text, str(pattern), where):
        raise at(where, f"{shown} does not match the pattern {pattern}")
    _require_length(text, declaration, where)
    if declaration["Type"] == "Number":
        _require_number(text, declaration, where, shown)


def _has_form(text: str, pattern: str, where: tuple[str, ...]) -> bool:
    try:
        return re.fullmatch(pattern, text) is not None
    except re.error as error:
        raise at(where, f"AllowedPattern {pattern!r} cannot be understood here: {error}") from None


def _require_length(text: str, declaration: Mapping[str, Any], where: tuple[str, ...]) -> None:
    shortest, longest = int(declaration.get("MinLength", 0)), declaration.get("MaxLength")
    if len(text) < shortest or (longest is not None and len(text) > int(longest)):
        raise at(
            where,
            f"the value has {len(text)} characters; allowed are {shortest} to {longest or 'any number'}",
        )


def _require_number(text: str, declaration: Mapping[str, Any], where: tuple[str, ...], shown: str) -> None:
    try:
        number = float(text)
    except ValueError:
        raise at(where, f"{shown} is not a number") from None
    if number < float(declaration.get("MinValue", number)) or number > float(
        declaration.get("MaxValue", number)
    ):
        raise at(
            where,
            f"{shown} is out of range: {declaration.get('MinValue', '…')} to {declaration.get('MaxValue', '…')}",
        )


def _joined(value: Any) -> str:
    return ",".join(map(_joined, value)) if isinstance(value, list) else as_text(value)

"""The values of a stack's parameters: given, taken over, or by default; and what AWS refuses.

Source: AWS CloudFormation API reference, "Parameter"; AWS CloudFormation User Guide, "CloudFormation template Parameters syntax".
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from application_template.scalars import is_true
from aws_stand_in.overlays.cloudformation.moto_stacks import invalid

Declarations = Mapping[str, Mapping[str, Any]]
_STORED = "AWS::SSM::Parameter::"


def values(
    declared: Declarations, given: Iterable[Mapping[str, Any]], former: Mapping[str, str]
) -> dict[str, str]:
    """Return the value of each parameter as a request writes it.

    Args:
        declared: The section `Parameters` of the template.
        given: `Parameters` of the request.
        former: The values that the stack has.

    Raises:
        AwsError: A parameter is not in the template, has no value, or a wrong one.
    """
    chosen = {one["ParameterKey"]: _choose_value(one, former) for one in given}
    if unknown := sorted(chosen.keys() - declared.keys()):
        raise invalid(f"Parameters: [{', '.join(unknown)}] do not exist in the template")
    if missing := [name for name, one in declared.items() if name not in chosen and "Default" not in one]:
        raise invalid(f"Parameters: [{', '.join(missing)}] must have values")
    found = {name: chosen.get(name, as_text(one.get("Default"))) for name, one in declared.items()}
    for name, value in found.items():
        _require_allowed(name, declared[name], value)
    return found


def described(
    declared: Declarations, given: Mapping[str, str], resolved: Mapping[str, Any]
) -> list[dict[str, str]]:
    """Return parameters as descriptions show them: without what is secret, and with what the Parameter Store says."""
    shown = []
    for name, value in given.items():
        one = declared.get(name, {})
        entry = {"ParameterKey": name, "ParameterValue": "****" if is_secret(one) else as_text(value)}
        if str(one.get("Type")).startswith(_STORED) and name in resolved:
            entry["ResolvedValue"] = as_text(resolved[name])
        shown.append(entry)
    return shown


def is_secret(declaration: Mapping[str, Any]) -> bool:
    """Return whether the value of a parameter is masked wherever it is shown."""
    return is_true(declaration.get("NoEcho"))


def _choose_value(one: Mapping[str, Any], former: Mapping[str, str]) -> str:
    name = one["ParameterKey"]
    if not one.get("UsePreviousValue"):
        if "ParameterValue" not in one:
            raise invalid(f"Parameters: [{name}] must have values")
        return str(one["ParameterValue"])
    if one.get("ParameterValue"):
        raise invalid(
            f"Invalid input for parameter key {name}. Cannot specify usePreviousValue as true and non empty value for a parameter"
        )
    if name not in former:
        raise invalid(
            f"Invalid input for parameter key {name}. Cannot specify usePreviousValue as true for a parameter key "
            "not in the previous template"
        )
    return former[name]


def _require_allowed(name: str, declaration: Mapping[str, Any], value: str) -> None:
    complaint = _complaint(declaration, value)
    if complaint and (described_so := declaration.get("ConstraintDescription")):
        raise invalid(f"Parameter {name} failed to satisfy constraint: {described_so}")
    if complaint:
        raise invalid(f"Parameter '{name}' must {complaint}")


def _complaint(declaration: Mapping[str, Any], value: str) -> str | None:
    """Return what is wrong with a value."""
    allowed = declaration.get("AllowedValues")
    if allowed and value not in map(as_text, allowed):
        return "be one of AllowedValues"
    pattern = declaration.get("AllowedPattern")
    if pattern and not re.fullmatch(str(pattern), value):
        return f"match pattern {pattern}"
    return _number_complaint(declaration, value) or _length_complaint(declaration, value)


def _length_complaint(declaration: Mapping[str, Any], value: str) -> str | None:
    if len(value) < int(declaration.get("MinLength", 0)):
        return f"contain at least {declaration['MinLength']} characters"
    if len(value) > int(declaration.get("MaxLength", len(value))):
        return f"contain at most {declaration['MaxLength']} characters"
    return None


def _number_complaint(declaration: Mapping[str, Any], value: str) -> str | None:
    if declaration.get("Type") != "Number":
        return None
    try:
        number = float(value)
    except ValueError:
        return "be a number"
    if number < float(declaration.get("MinValue", number)):
        return f"be a number not less than {declaration['MinValue']}"
    if number > float(declaration.get("MaxValue", number)):
        return f"be a number not greater than {declaration['MaxValue']}"
    return None


def as_text(value: Any) -> str:
    """Return a value in the form of a parameter."""
    if isinstance(value, bool):
        return str(value).lower()
    return ",".join(map(as_text, value)) if isinstance(value, list) else str(value)

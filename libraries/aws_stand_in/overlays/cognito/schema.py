"""Which attributes a pool's users have, and which values fit them.

Source: Amazon Cognito Developer Guide, "Working with user attributes"; API reference, SchemaAttributeType.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from aws_stand_in.overlays.cognito.booleans import is_boolean
from aws_stand_in.overlays.cognito.errors import invalid_parameter, not_authorized

if TYPE_CHECKING:
    from moto.cognitoidp.models import CognitoIdpUser, CognitoIdpUserPool

    from aws_stand_in.overlays.cognito.app_client import AppClient

MOST_CUSTOM_ATTRIBUTES = 50
_FORMATS = {
    "email": (re.compile(r"[^@\s]+@[^@\s]+"), "Invalid email address format."),
    "phone_number": (re.compile(r"\+\d{1,15}"), "Invalid phone number format."),
}


def values_of(attributes: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """Return attributes, which requests list with `Name` and `Value`, by name."""
    return {attribute["Name"]: attribute.get("Value", "") for attribute in attributes}


def check_values(pool: "CognitoIdpUserPool", values: Mapping[str, str]) -> None:
    """Check that attributes are in the schema and their values fit it; an empty value always does.

    Raises:
        AwsError: InvalidParameterException.
    """
    for name, value in values.items():
        mistake = _mistake(pool.schema_attributes.get(name), value)
        if mistake:
            raise invalid_parameter(f"Attributes did not conform to the schema: {name}: {mistake}")
        if value and name in _FORMATS and not _FORMATS[name][0].fullmatch(value):
            raise invalid_parameter(_FORMATS[name][1])


def check_required(pool: "CognitoIdpUserPool", username: str, values: Mapping[str, str]) -> None:
    """Check that a user who signs up gives every attribute that the schema requires; a user name may be one of them.

    Raises:
        AwsError: InvalidParameterException.
    """
    for name in missing(pool, username, values):
        raise invalid_parameter(
            f"Attributes did not conform to the schema: {name}: The attribute is required\n"
        )


def missing(pool: "CognitoIdpUserPool", username: str, values: Mapping[str, str]) -> list[str]:
    """Return the attributes that the schema requires and that have no value; a user name may be one of them."""
    by_name = pool.extended_config.get("UsernameAttributes") or ()
    named = {name for name in by_name if name in _FORMATS and _FORMATS[name][0].fullmatch(username)}
    return [
        name
        for name in pool.schema_attributes
        if is_required(pool, name) and not values.get(name) and name not in named
    ]


def is_required(pool: "CognitoIdpUserPool", name: str) -> bool:
    """Tell whether users have to have an attribute, which is not the `sub` that Cognito gives them."""
    attribute = pool.schema_attributes.get(name)
    return attribute is not None and bool(attribute.required) and name != "sub"


def check_change(pool: "CognitoIdpUserPool", values: Mapping[str, str]) -> None:
    """Check values that attributes shall have from now on.

    Raises:
        AwsError: InvalidParameterException.
    """
    check_mutable(pool, values)
    check_values(pool, values)


def check_mutable(pool: "CognitoIdpUserPool", names: Iterable[str]) -> None:
    """Check that attributes may have another value than at first.

    Raises:
        AwsError: InvalidParameterException.
    """
    for name in names:
        attribute = pool.schema_attributes.get(name)
        if attribute is not None and not attribute.mutable:
            raise invalid_parameter(f"user.{name}: Attribute cannot be updated.")


def set_values(user: "CognitoIdpUser", values: Mapping[str, str]) -> None:
    """Set attributes of a user by name."""
    user.update_attributes([{"Name": name, "Value": value} for name, value in values.items()])


def delete(pool: "CognitoIdpUserPool", user: "CognitoIdpUser", names: Collection[str]) -> None:
    """Delete attributes of a user; one that has no value counts as deleted.

    Raises:
        AwsError: InvalidParameterException for an attribute that is unknown, or whose value can't be changed.
    """
    for name in names:
        attribute = pool.schema_attributes.get(name)
        if attribute is None:
            raise invalid_parameter(
                f"Invalid user attributes: user.{name}: Attribute does not exist in the schema.\n"
            )
        if attribute.required or not attribute.mutable:
            raise invalid_parameter(f"user.{name}: Attribute cannot be deleted.")
    user.delete_attributes([name for name in names if name in user.attribute_lookup])


def check_client_writes(client: "AppClient", names: Iterable[str]) -> None:
    """Check that an app client may write attributes.

    Raises:
        AwsError: NotAuthorizedException.
    """
    writable = client.configuration.get("WriteAttributes")
    if writable and not set(names) <= set(writable):
        raise not_authorized("A client attempted to write unauthorized attribute")


def check_client_settings(pool: "CognitoIdpUserPool", settings: Mapping[str, Any]) -> None:
    """Check that an app client reads and writes attributes of the schema.

    Raises:
        AwsError: InvalidParameterException.
    """
    for kind in ("Read", "Write"):
        if not set(settings.get(f"{kind}Attributes", ())) <= set(pool.schema_attributes):
            raise invalid_parameter(f"Invalid {kind.lower()} attributes specified while creating a client")


def check_number_of_custom_attributes(pool: "CognitoIdpUserPool", more: int) -> None:
    """Check that a pool may have more custom attributes.

    Raises:
        AwsError: InvalidParameterException.
    """
    custom = sum(attribute.custom for attribute in pool.schema_attributes.values())
    if custom + more > MOST_CUSTOM_ATTRIBUTES:
        raise invalid_parameter(
            f"The number of custom attributes must not be more than {MOST_CUSTOM_ATTRIBUTES}."
        )


def _mistake(attribute: Any, value: str) -> str | None:
    if attribute is None:
        return "Attribute does not exist in the schema."
    if not value:
        return None
    if attribute.data_type == "Number":
        return _mistake_in_number(attribute.number_constraints or {}, value)
    if attribute.data_type == "Boolean":
        return None if is_boolean(value) else "Value is not a boolean."
    return _mistake_in_text(attribute.string_constraints or {}, value)


def _mistake_in_number(constraints: Mapping[str, str], value: str) -> str | None:
    if not re.fullmatch(r"-?[0-9]{1,309}", value):
        return "Value is not a number."
    least, most = constraints.get("MinValue"), constraints.get("MaxValue")
    if least is not None and int(value) < int(least):
        return f"Number attributes must be at least {least}."
    if most is not None and int(value) > int(most):
        return f"Number attributes must be at most {most}."
    return None


def _mistake_in_text(constraints: Mapping[str, str], value: str) -> str | None:
    least, most = constraints.get("MinLength"), constraints.get("MaxLength")
    if least is not None and len(value) < int(least):
        return f"String attributes must have at least {least} characters."
    if most is not None and len(value) > int(most):
        return f"String attributes must have at most {most} characters."
    return None

"""The attributes in NEW_PASSWORD_REQUIRED: those that a user has, those that the challenge asks for, and those in its answer.

Source: Amazon Cognito user pools API reference, RespondToAuthChallenge.
"""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from aws_stand_in.overlays.cognito import schema
from aws_stand_in.overlays.cognito.aliases import check_address_is_free
from aws_stand_in.overlays.cognito.app_client import AppClient
from aws_stand_in.overlays.cognito.attributes import check_writable
from aws_stand_in.overlays.cognito.errors import invalid_parameter, not_authorized

if TYPE_CHECKING:
    from moto.cognitoidp.models import CognitoIdpUser

PREFIX = "userAttributes."
_ADDRESSES = ("email", "phone_number")


def challenge_parameters(client: AppClient, user: "CognitoIdpUser") -> dict[str, str]:
    """Return what the challenge says about a user's attributes."""
    present = {name: value for name, value in user.attribute_lookup.items() if name != "sub"}
    asked = [f"{PREFIX}{name}" for name in schema.missing(client.pool, user.username, user.attribute_lookup)]
    return {"userAttributes": json.dumps(present), "requiredAttributes": json.dumps(asked)}


def attributes_in_answer(
    client: AppClient, user: "CognitoIdpUser", responses: Mapping[str, str]
) -> dict[str, str]:
    """Return the attributes that an answer to the challenge sets; a new address is not verified.

    Raises:
        AwsError: InvalidParameterException for an attribute that is missing or does not fit the schema,
            NotAuthorizedException for one that may not be written.
    """
    given = {name.removeprefix(PREFIX): value for name, value in responses.items() if name.startswith(PREFIX)}
    asked = schema.missing(client.pool, user.username, user.attribute_lookup)
    for name in asked:
        if not given.get(name):
            raise invalid_parameter(f"Invalid attributes given, {name} is missing")
    _check_writes(client, user, given)
    schema.check_values(client.pool, given)
    schema.check_mutable(client.pool, [name for name in given if name not in asked])
    check_address_is_free(client.location, user, given.get("email"))
    return given | {f"{name}_verified": "false" for name in _ADDRESSES if name in given}


def _check_writes(client: AppClient, user: "CognitoIdpUser", given: Mapping[str, str]) -> None:
    check_writable(given)
    schema.check_client_writes(client, given)
    for name in given:
        if user.attribute_lookup.get(name) and schema.is_required(client.pool, name):
            raise not_authorized(f"Cannot modify an already provided {name}")

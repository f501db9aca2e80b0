"""The access and ID tokens of a user pool, with the claims that Cognito puts into them.

They are signed with the one key pair that moto packages, for every pool whose keys have not been rotated: only `iss`
tells those pools apart, so a verifier must check it. (With that key a test can mint tokens that verify.)
"""

import uuid
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from aws_stand_in.overlays.cognito.app_client import AppClient
from aws_stand_in.overlays.cognito.booleans import is_true
from aws_stand_in.overlays.cognito.groups import group_names, role_claims
from aws_stand_in.overlays.cognito.pool_keys import signed_by_the_pool

if TYPE_CHECKING:
    from moto.cognitoidp.models import CognitoIdpUser

OWN_ATTRIBUTES = "aws.cognito.signin.user.admin"
"""The scope with which users read and change their own attributes."""
_ATTRIBUTES_OF_SCOPES = {
    "email": ("email", "email_verified"),
    "phone": ("phone_number", "phone_number_verified"),
}
_BOOLEAN_CLAIMS = ("email_verified", "phone_number_verified")


def common_claims(user: "CognitoIdpUser", *, origin_jti: str, signed_in_at: int, now: int) -> dict[str, Any]:
    """Return the claims that the access and the ID token of one sign-in share.

    Args:
        user: Whose tokens they are.
        origin_jti: The id of the sign-in.
        signed_in_at: When that was, in epoch seconds.
        now: Epoch seconds.
    """
    claims: dict[str, Any] = {
        "origin_jti": origin_jti,
        "event_id": str(uuid.uuid4()),
        "iat": now,
        "auth_time": signed_in_at,
    }
    if user.groups:
        claims["cognito:groups"] = group_names(user)
    return claims


def access_claims(
    user: "CognitoIdpUser", claims: Mapping[str, Any], scopes: Iterable[str], device_key: str | None
) -> dict[str, Any]:
    """Return the claims of an access token; one with a device names it."""
    device = {"device_key": device_key} if device_key else {}
    return {**claims, **device, "scope": " ".join(scopes), "username": user.username}


def id_claims(
    client: AppClient, user: "CognitoIdpUser", claims: Mapping[str, Any], scopes: Collection[str]
) -> dict[str, Any]:
    """Return the claims of an ID token, with the user's attributes that the scopes open to the client."""
    own_claims = {
        **visible_attributes(client, user, scopes),
        **role_claims(user),
        "cognito:username": user.username,
    }
    return {**claims, **own_claims}


def signed(client: AppClient, user: "CognitoIdpUser", kind: str, claims: Mapping[str, Any]) -> str:
    """Return a signed token.

    Args:
        client: The app client.
        user: Whose token it is.
        kind: `Access` or `Id`.
        claims: Its claims, but those that all tokens have.
    """
    audience = {"client_id": client.id} if kind == "Access" else {"aud": client.id}
    return signed_by_the_pool(
        client.pool,
        {
            "sub": user.id,
            "iss": client.location.issuer,
            "token_use": kind.lower(),
            "jti": str(uuid.uuid4()),
            **audience,
            **claims,
            "exp": claims["iat"] + client.validity_seconds(kind),
        },
    )


def visible_attributes(client: AppClient, user: "CognitoIdpUser", scopes: Collection[str]) -> dict[str, Any]:
    """Return the attributes that the client may read, as far as scopes open them.

    `email` and `phone` open their attributes, `profile` opens all, and so does a request without any of the three.

    Source: Amazon Cognito Developer Guide, "Scopes, M2M, and resource servers".
    """
    readable = _readable_attributes(client, user)
    if "openid" not in scopes or "profile" in scopes or not {*scopes} & {*_ATTRIBUTES_OF_SCOPES}:
        return readable
    opened = [name for scope in scopes for name in _ATTRIBUTES_OF_SCOPES.get(scope, ())]
    return {name: value for name, value in readable.items() if name in opened}


def _readable_attributes(client: AppClient, user: "CognitoIdpUser") -> dict[str, Any]:
    readable = client.registered.get_readable_fields()
    return {
        name: is_true(value) if name in _BOOLEAN_CLAIMS else value
        for name, value in user.attribute_lookup.items()
        if name != "sub" and (not readable or name in readable)
    }

"""The access and ID tokens of a user pool, with the claims that Cognito puts into them.

They are signed with the one key pair that moto packages, for every pool whose keys have not been rotated: only `iss`
tells those pools apart, so a verifier must check it. (With that key a test can mint tokens that verify.)
"""

import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from aws_stand_in.overlays.cognito.app_client import AppClient
from aws_stand_in.overlays.cognito.groups import group_names, role_claims
from aws_stand_in.overlays.cognito.pool_keys import signed_by_the_pool

if TYPE_CHECKING:
    from moto.cognitoidp.models import CognitoIdpUser

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


def access_token(client: AppClient, user: "CognitoIdpUser", claims: Mapping[str, Any]) -> str:
    """Return a signed access token."""
    own_claims = {"scope": "aws.cognito.signin.user.admin", "username": user.username}
    return _signed(client, user, "access", {**claims, **own_claims}, client.validity_seconds("Access"))


def id_token(client: AppClient, user: "CognitoIdpUser", claims: Mapping[str, Any]) -> str:
    """Return a signed ID token, with the user's attributes that the client may read."""
    own_claims = {
        **_readable_attributes(client, user),
        **role_claims(user),
        "cognito:username": user.username,
    }
    return _signed(client, user, "id", {**claims, **own_claims}, client.validity_seconds("Id"))


def _signed(
    client: AppClient, user: "CognitoIdpUser", token_use: str, claims: Mapping[str, Any], seconds: int
) -> str:
    token, _ = client.pool.create_jwt(
        client.id, user.username, token_use, extra_data={**claims, "exp": claims["iat"] + seconds}
    )
    return signed_by_the_pool(client.pool, token)


def _readable_attributes(client: AppClient, user: "CognitoIdpUser") -> dict[str, Any]:
    readable = client.registered.get_readable_fields()
    return {
        name: value == "true" if name in _BOOLEAN_CLAIMS else value
        for name, value in user.attribute_lookup.items()
        if name != "sub" and (not readable or name in readable)
    }

"""The trigger before tokens are generated, which changes their claims, groups and scopes.

Source: Amazon Cognito Developer Guide, "Pre token generation Lambda trigger".
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from aws_stand_in.overlays.cognito.app_client import AppClient
from aws_stand_in.overlays.cognito.triggers import Triggers, attributes_of, token_generation_version

if TYPE_CHECKING:
    from moto.cognitoidp.models import CognitoIdpUser

UNCHANGEABLE = frozenset({
    "acr", "amr", "at_hash", "aud", "auth_time", "azp", "client_id", "cnf", "cognito:username", "device_key", "event_id", "exp",
    "iat", "identities", "iss", "jti", "nbf", "nonce", "origin_jti", "scope", "sub", "token_use", "username", "version",
})  # fmt: skip
"""The claims that a function can't add, replace or suppress."""
_GROUPS = ("cognito:groups", "cognito:roles", "cognito:preferred_role")
_Claims = dict[str, Any]


class TokenGeneration:
    """Lets a function change the claims of tokens.

    Args:
        triggers: Calls the function.
    """

    def __init__(self, triggers: Triggers) -> None:
        self._triggers = triggers

    def changed(  # noqa: PLR0913 - two tokens, and whose and why
        self,
        client: AppClient,
        user: "CognitoIdpUser",
        source: str,
        access: _Claims,
        identity: _Claims,
        *,
        metadata: Mapping[str, str],
    ) -> tuple[_Claims, _Claims]:
        """Return the claims of an access and an ID token as the function wants them.

        Args:
            client: The app client.
            user: Whose tokens they are.
            source: Why they are generated: the second half of the `triggerSource`.
            access: Claims of the access token.
            identity: Claims of the ID token.
            metadata: The `ClientMetadata` of the request.
        """
        if not self._triggers.has(client.location, "PreTokenGeneration"):
            return access, identity
        request: dict[str, Any] = {
            "userAttributes": attributes_of(user),
            "groupConfiguration": _group_configuration(identity),
            "clientMetadata": dict(metadata),
        }
        version = token_generation_version(client.location)
        if version != "1":
            request["scopes"] = str(access["scope"]).split()
        member = "claimsOverrideDetails" if version == "1" else "claimsAndScopeOverrideDetails"
        response = self._triggers.call(
            client.location,
            f"TokenGeneration_{source}",
            client_id=client.id,
            username=user.username,
            request=request,
            response={member: None},
        )
        wanted = response.get(member) or {}
        groups = wanted.get("groupOverrideDetails")
        if version == "1":
            return _override_groups(access, groups, ()), _override_claims(
                _override_groups(identity, groups, _GROUPS), wanted
            )
        for_access = wanted.get("accessTokenGeneration") or {}
        access = _override_scopes(
            _override_claims(_override_groups(access, groups, ()), for_access), for_access
        )
        for_identity = wanted.get("idTokenGeneration") or {}
        return access, _override_claims(_override_groups(identity, groups, _GROUPS), for_identity)


def _group_configuration(identity: _Claims) -> _Claims:
    return {
        "groupsToOverride": identity.get("cognito:groups", []),
        "iamRolesToOverride": identity.get("cognito:roles", []),
        "preferredRole": identity.get("cognito:preferred_role"),
    }


def _override_groups(claims: _Claims, wanted: Mapping[str, Any] | None, roles: tuple[str, ...]) -> _Claims:
    """Return claims with other groups, and with other roles for the token that has them; None leaves both as they are."""
    if wanted is None:
        return claims
    names = ("groupsToOverride", "iamRolesToOverride", "preferredRole")
    new = {claim: wanted.get(name) for claim, name in zip(_GROUPS, names, strict=True)}
    changed = {name: value for name, value in claims.items() if name not in _GROUPS}
    allowed = roles or _GROUPS[:1]
    return {**changed, **{claim: value for claim, value in new.items() if value and claim in allowed}}


def _override_claims(claims: _Claims, wanted: Mapping[str, Any]) -> _Claims:
    suppressed = set(wanted.get("claimsToSuppress") or ()) - UNCHANGEABLE
    added = wanted.get("claimsToAddOrOverride") or {}
    kept = {name: value for name, value in claims.items() if name not in suppressed}
    return {
        **kept,
        **{name: value for name, value in added.items() if name not in {*UNCHANGEABLE, *suppressed}},
    }


def _override_scopes(claims: _Claims, wanted: Mapping[str, Any]) -> _Claims:
    suppressed = wanted.get("scopesToSuppress") or ()
    scopes = [scope for scope in str(claims["scope"]).split() if scope not in suppressed]
    scopes += [scope for scope in wanted.get("scopesToAdd") or () if scope not in scopes]
    return {**claims, "scope": " ".join(scopes)}

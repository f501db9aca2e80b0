"""The role of an identity: the pool's authenticated or unauthenticated role, or the one that its mappings choose.

Source: Amazon Cognito Developer Guide, "Using role-based access control"; API reference, SetIdentityPoolRoles.
"""

from collections.abc import Callable, Mapping
from typing import Any

from aws_stand_in.aws_response import AwsError
from aws_stand_in.overlays.cognito.errors import invalid_parameter, not_authorized

_MATCHES: Mapping[str, Callable[[str, str], bool]] = {
    "Equals": lambda claim, value: claim == value,
    "NotEqual": lambda claim, value: claim != value,
    "StartsWith": lambda claim, value: claim.startswith(value),
    "Contains": lambda claim, value: value in claim,
}


def check_roles(settings: Mapping[str, Any]) -> None:
    """Check the parameters of SetIdentityPoolRoles.

    Raises:
        AwsError: InvalidParameterException.
    """
    for mapping in settings.get("RoleMappings", {}).values():
        if mapping["Type"] == "Rules" and not mapping.get("RulesConfiguration"):
            raise invalid_parameter("RulesConfiguration is required for the role mapping type Rules.")
        if "AmbiguousRoleResolution" not in mapping:
            raise invalid_parameter(
                "AmbiguousRoleResolution is required for the role mapping types Token and Rules."
            )


def role_of(
    settings: Mapping[str, Any], claims_by_provider: Mapping[str, Mapping[str, Any]], custom_role: str | None
) -> str:
    """Return the ARN of the role of an identity.

    Args:
        settings: The pool's roles as SetIdentityPoolRoles takes them.
        claims_by_provider: The claims of the logins; empty for an unauthenticated identity.
        custom_role: The role that the caller wants, one of those in the token.

    Raises:
        AwsError: The pool has no role for it, or the mapping denies it.
    """
    for provider, claims in claims_by_provider.items():
        if custom_role is not None:
            return _custom_role(claims, custom_role)
        mapping = _mapping_of(settings, provider, claims)
        if mapping is not None:
            return _map_role(mapping, claims) or _when_ambiguous(mapping, settings)
    return _default(settings, "authenticated" if claims_by_provider else "unauthenticated")


def _custom_role(claims: Mapping[str, Any], role: str) -> str:
    if role not in claims.get("cognito:roles", ()):
        raise not_authorized("CustomRoleArn is not one of the roles of the token.")
    return role


def _mapping_of(
    settings: Mapping[str, Any], provider: str, claims: Mapping[str, Any]
) -> Mapping[str, Any] | None:
    mappings: Mapping[str, Any] = settings.get("RoleMappings", {})
    return mappings.get(f"{provider}:{claims.get('aud')}") or mappings.get(provider)


def _map_role(mapping: Mapping[str, Any], claims: Mapping[str, Any]) -> str | None:
    if mapping["Type"] == "Token":
        return _from_token(claims)
    for rule in mapping["RulesConfiguration"]["Rules"]:
        claim = claims.get(rule["Claim"])
        if claim is not None and _MATCHES[rule["MatchType"]](_text(claim), rule["Value"]):
            return str(rule["RoleARN"])
    return None


def _from_token(claims: Mapping[str, Any]) -> str | None:
    roles = claims.get("cognito:roles", ())
    preferred = claims.get("cognito:preferred_role") or (roles[0] if len(roles) == 1 else None)
    return str(preferred) if preferred else None


def _text(claim: Any) -> str:
    return ",".join(claim) if isinstance(claim, list) else str(claim)


def _when_ambiguous(mapping: Mapping[str, Any], settings: Mapping[str, Any]) -> str:
    if mapping.get("AmbiguousRoleResolution") == "Deny":
        raise not_authorized("Access is denied: no role could be determined.")
    return _default(settings, "authenticated")


def _default(settings: Mapping[str, Any], kind: str) -> str:
    role = settings.get("Roles", {}).get(kind)
    if role is None:
        raise AwsError(
            "InvalidIdentityPoolConfigurationException",
            "Invalid identity pool configuration. Check assigned IAM roles for this pool.",
        )
    return str(role)

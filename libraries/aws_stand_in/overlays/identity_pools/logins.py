"""Who logs in to an identity: the ID token of a user pool, checked as Cognito checks it."""

import re
from collections.abc import Mapping
from typing import Any

from aws_stand_in.aws_response import NotImitatedError
from aws_stand_in.overlays.cognito import pool_keys, pools
from aws_stand_in.overlays.cognito.errors import not_authorized

_USER_POOL = re.compile(r"cognito-idp\.[a-z0-9-]+\.amazonaws\.com/(?P<pool>[\w-]+)")


def verified_logins(identity_pool: Any, logins: Mapping[str, str], now: float) -> dict[str, dict[str, Any]]:
    """Return the claims of the tokens of logins, by provider.

    Args:
        identity_pool: The identity pool, as moto keeps it.
        logins: Tokens by provider.
        now: Epoch seconds.

    Raises:
        AwsError: NotAuthorizedException for a provider that the pool does not trust, or a token that is not valid.
        NotImitatedError: The provider is not a user pool.
    """
    return {provider: _claims(identity_pool, provider, token, now) for provider, token in logins.items()}


def _claims(identity_pool: Any, provider: str, token: str, now: float) -> dict[str, Any]:
    match = _USER_POOL.fullmatch(provider)
    if match is None and provider in (identity_pool.supported_login_providers or {}):
        raise NotImitatedError(f"the login provider {provider}")
    clients = [
        one.get("ClientId")
        for one in identity_pool.cognito_identity_providers or ()
        if one.get("ProviderName") == provider
    ]
    if match is None or not clients:
        raise not_authorized("Token is not from a supported provider of this identity pool.")
    location = pools.location_of_pool(match["pool"])
    claims = pool_keys.verified_claims(location.pool, token) if location else None
    if claims is None:
        raise not_authorized("Invalid login token. Couldn't verify signed token.")
    _check(claims, provider, clients, now)
    return claims


def _check(claims: Mapping[str, Any], provider: str, clients: list[Any], now: float) -> None:
    if claims.get("iss") != f"https://{provider}":
        raise not_authorized("Invalid login token. Issuer doesn't match providerName")
    if claims.get("aud") not in clients:
        raise not_authorized("Invalid login token. Incorrect token audience.")
    if now >= claims["exp"]:
        raise not_authorized(f"Invalid login token. Token expired: {int(now)} >= {claims['exp']}")

"""Verification of JSON Web Tokens of any issuer, as the authorizers of API Gateway do it."""

from collections.abc import Mapping
from typing import Any

import jwt
from jwt.types import Options

from api_gateway.authorizer import KeySource, UnauthorizedError
from api_gateway.signing_keys import UnknownKeyError

ALGORITHMS = ["RS256", "RS384", "RS512"]
"""Amazon API Gateway Developer Guide, "Control access to HTTP APIs with JWT authorizers": only RSA-based algorithms."""
OPTIONS: Options = {
    "require": ["exp", "iss"],
    "verify_aud": False,
    "verify_exp": False,
    "verify_nbf": False,
    "verify_iat": False,
}
"""Audiences and times are checked here: PyJWT knows one audience, and the machine's clock only."""
SCHEME = "bearer "


class TokenExpiredError(UnauthorizedError):
    """The token was valid before."""


def token_of(header: str) -> str:
    """Return the token of a header, which may have the scheme `Bearer` before it."""
    return header[len(SCHEME) :].strip() if header.lower().startswith(SCHEME) else header


def verify_token(token: str, *, issuer: str, keys: KeySource, now: float) -> Mapping[str, Any]:
    """Return the claims of a valid token.

    Args:
        token: The token.
        issuer: Who must have issued it.
        keys: The issuer's public keys.
        now: Epoch seconds.

    Raises:
        TokenExpiredError: It was valid before.
        UnauthorizedError: It is not valid.
        SigningKeysUnavailableError: The keys can't be fetched.
    """
    try:
        key = keys.find(jwt.get_unverified_header(token).get("kid", ""))
        claims: Mapping[str, Any] = jwt.decode(
            token,
            key,
            algorithms=ALGORITHMS,
            issuer=issuer,
            options=OPTIONS,
        )
    except (jwt.InvalidTokenError, UnknownKeyError) as error:
        raise UnauthorizedError(str(error)) from None
    _check_times(claims, now)
    return claims


def _check_times(claims: Mapping[str, Any], now: float) -> None:
    times = {name: claims[name] for name in ("exp", "nbf", "iat") if name in claims}
    if not all(isinstance(moment, int | float) for moment in times.values()):
        raise UnauthorizedError("a time in the token is not a number")
    if times.pop("exp") <= now:
        raise TokenExpiredError("the token has expired")
    if any(moment > now for moment in times.values()):
        raise UnauthorizedError("the token is not valid yet")


def scopes_of(claims: Mapping[str, Any]) -> set[str]:
    """Return the OAuth scopes of a token, in `scope` or `scp`."""
    scopes = claims.get("scope", claims.get("scp", ""))
    return set(scopes.split() if isinstance(scopes, str) else scopes)

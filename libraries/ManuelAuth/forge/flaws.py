"""The flaws of forged tokens: each is what a verifier that accepts the token has not checked."""

from collections.abc import Mapping
from typing import Any

SIGNATURE, EXPIRY, ISSUER = "signature", "expiry", "issuer"

_FLAWS = {
    "expired": EXPIRY,
    "expiry-": EXPIRY,
    "not-yet-valid": "beginning",
    "issued-in-the-future": "beginning",
    "issuer-": ISSUER,
    "client-": "client",
    "other-kind-of-token": "token use",
    "token-use-": "token use",
    "subject-missing": "subject",
    "subject-empty": "subject",
    "subject-object": "subject",
    "subject-twice": "subject",
    "payload-list": "subject",
    "payload-text": "subject",
    "ps256-": "algorithm",
    "rs512-": "algorithm",
    "critical-extension-": "critical extension",
}
"""The flaw of the forgeries whose names begin so, and whose signature is right."""


def flaw_of_forgery(name: str) -> str:
    """Return what a verifier has not checked that accepts a forgery: the signature, unless that is right.

    Example:
        >>> flaw_of_forgery("expired"), flaw_of_forgery("alg-none")
        ('expiry', 'signature')
    """
    return next((flaw for beginning, flaw in _FLAWS.items() if name.startswith(beginning)), SIGNATURE)


def flaw_of_token(
    claims: Mapping[str, Any],
    header: Mapping[str, Any],
    genuine_claims: Mapping[str, Any],
    genuine_header: Mapping[str, Any],
    *,
    now: float,
) -> str | None:
    """Return what a verifier has not checked that accepts a token; None if the token does not show it.

    Whether the signature is right does not show where only claims differ: such a token is a cause of its own.

    Args:
        claims: The claims of the token.
        header: Its header.
        genuine_claims: The claims of a token that must be accepted.
        genuine_header: The header of that token.
        now: The time of the backend, in epoch seconds.
    """
    expires = claims.get("exp")
    if isinstance(expires, int | float) and expires <= now:
        return EXPIRY
    if claims.get("iss") != genuine_claims.get("iss"):
        return ISSUER
    return None if header == genuine_header else SIGNATURE

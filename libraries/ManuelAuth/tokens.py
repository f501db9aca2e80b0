"""Reading and verifying JSON Web Tokens (RFC 7519)."""

from typing import Any, Literal

from robot.api.types import Secret

from ManuelAuth.pools import UserPool

CLOCK_TOLERANCE_SECONDS = 60
READ_TIMEOUT_SECONDS = 10
REQUIRED_CLAIMS = ["exp", "iat", "iss", "sub", "token_use"]


def read_claims(token: Secret) -> dict[str, Any]:
    """Return the claims of a token without verifying them: what the token says, not whether it is true.

    Raises:
        ValueError: The token is not a JSON Web Token.
    """
    import jwt

    try:
        claims: dict[str, Any] = jwt.decode(token.value, options={"verify_signature": False})
    except jwt.InvalidTokenError as error:
        raise ValueError(f"This is not a JSON Web Token: {error}.") from None
    return claims


def read_header(token: Secret) -> dict[str, Any]:
    """Return the header of a token without verifying it: its algorithm and its key id.

    Raises:
        ValueError: The token is not a JSON Web Token.
    """
    import jwt

    try:
        return jwt.get_unverified_header(token.value)
    except jwt.InvalidTokenError as error:
        raise ValueError(f"This is not a JSON Web Token: {error}.") from None


def verify(token: Secret, pool: UserPool, *, kind: Literal["id", "access"]) -> dict[str, Any]:
    """Verify a token, and return its claims.

    The checks are those of the AWS documentation, "Verifying a JSON Web Token": the token is signed with RS256 by a key of the
    pool, has not expired, was issued by the pool for its app client (`aud` of an ID token, `client_id` of an access token), and
    has the right `token_use`.

    Args:
        token: The token.
        pool: The pool that must have issued the token, and its app client.
        kind: The kind that the token must have.

    Raises:
        AssertionError: A check failed; the message says which.
    """
    import jwt

    try:
        key = (
            jwt.PyJWKClient(pool.key_set_url, timeout=READ_TIMEOUT_SECONDS)
            .get_signing_key_from_jwt(token.value)
            .key
        )
        claims: dict[str, Any] = jwt.decode(
            token.value,
            key=key,
            algorithms=["RS256"],
            issuer=pool.issuer,
            audience=pool.client_id if kind == "id" else None,
            leeway=CLOCK_TOLERANCE_SECONDS,
            options={"require": REQUIRED_CLAIMS, "verify_aud": kind == "id"},
        )
    except jwt.PyJWKClientConnectionError as error:
        raise AssertionError(
            f"Expected the public keys of user pool {pool.pool_id}.\nGot none: {error}."
        ) from None
    except jwt.PyJWTError as error:
        raise AssertionError(
            f"Expected a valid {kind} token of user pool {pool.pool_id}.\nGot one that is not: {error}.\n"
            "Hint: Get Token Claims shows what the token says."
        ) from None
    _require(claims, "token_use", kind)
    if kind == "access":
        _require(claims, "client_id", pool.client_id)
    return claims


def read_key_set(pool: UserPool) -> bytes:
    """Return the text of the key set that a pool publishes (RFC 7517).

    Raises:
        AssertionError: The key set cannot be read.
    """
    import urllib.request

    try:
        with urllib.request.urlopen(pool.key_set_url, timeout=READ_TIMEOUT_SECONDS) as response:  # noqa: S310
            text: bytes = response.read()
    except OSError as error:
        raise AssertionError(f"Expected public keys at {pool.key_set_url}.\nGot none: {error}.") from None
    return text


def _require(claims: dict[str, Any], claim: str, expected: str) -> None:
    if claims.get(claim) != expected:
        raise AssertionError(
            f"Expected a token with {claim} {expected!r}.\nGot one with {claims.get(claim)!r}."
        )

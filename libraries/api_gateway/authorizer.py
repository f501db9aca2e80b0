"""The Cognito authorizer: who sends a request, by the token it carries.

As in the Amazon Cognito Developer Guide, "Verifying JSON web tokens", and stricter where RFC 7515, RFC 7519 and RFC 8725
leave room: a token is taken only in the one form in which Cognito issues it.
"""

import base64
import binascii
import json
import time
from collections.abc import Mapping
from typing import Any, Literal, Protocol

import jwt

from api_gateway.signing_keys import SigningKeysUnavailableError, UnknownKeyError

ALGORITHM = "RS256"
MAXIMUM_TOKEN_BYTES = 8 * 1024
MAXIMUM_KEY_ID_LENGTH = 128
MAXIMUM_VALIDITY_SECONDS = 24 * 60 * 60
REQUIRED_CLAIMS = ["iss", "sub", "exp", "iat", "token_use"]

Claims = Mapping[str, Any]


class UnauthorizedError(Exception):
    """The request has no token, or not a good one."""


class KeySource(Protocol):
    """Where public keys come from."""

    def find(self, key_id: str) -> jwt.PyJWK:
        """The key of this id."""


class CognitoAuthorizer:
    """Takes the tokens of one app client of one user pool.

    Args:
        issuer: The user pool's `iss`.
        client_id: The app client: `aud` of an ID token, `client_id` of an access token.
        token_kind: Which of the two a request has to carry.
        keys: Public keys of the user pool.
    """

    def __init__(
        self, *, issuer: str, client_id: str, token_kind: Literal["id", "access"], keys: KeySource
    ) -> None:
        self._issuer = issuer
        self._client_id = client_id
        self._token_kind = token_kind
        self._client_claim = "aud" if token_kind == "id" else "client_id"
        self._keys = keys

    def authorize(self, authorization: str | None) -> dict[str, str]:
        """The claims of a request's token, each as a text, as a REST API hands them to a handler.

        Args:
            authorization: The header `Authorization`.

        Raises:
            UnauthorizedError: There is no token, or not a good one.
            SigningKeysUnavailableError: The user pool's keys can't be had.
        """
        return _as_texts(self.verify(_bearer_token(authorization)))

    def verify(self, token: str) -> Claims:
        """The claims of a token that is good in every way.

        Raises:
            UnauthorizedError: It is not.
            SigningKeysUnavailableError: The user pool's keys can't be had.
        """
        header, claims = _read(token)
        key = self._signing_key(header)
        try:
            jwt.decode(
                token,
                key,
                algorithms=[ALGORITHM],
                issuer=self._issuer,
                options={"require": REQUIRED_CLAIMS, "verify_aud": False},
            )
        except jwt.InvalidTokenError as error:
            raise UnauthorizedError(str(error)) from None
        self._check_claims(claims)
        return claims

    def _signing_key(self, header: Mapping[str, Any]) -> jwt.PyJWK:
        key_id = header.get("kid")
        if header.get("alg") != ALGORITHM or "crit" in header:
            raise UnauthorizedError("not signed as Cognito signs")
        if not isinstance(key_id, str) or not 0 < len(key_id) <= MAXIMUM_KEY_ID_LENGTH:
            raise UnauthorizedError("no key is named")
        try:
            return self._keys.find(key_id)
        except UnknownKeyError:
            raise UnauthorizedError("not signed by the user pool") from None

    def _check_claims(self, claims: Claims) -> None:
        if claims["token_use"] != self._token_kind:
            raise UnauthorizedError("the other kind of token")
        if claims.get(self._client_claim) != self._client_id:
            raise UnauthorizedError("issued to another client")
        if not isinstance(claims["sub"], str) or not claims["sub"].strip():
            raise UnauthorizedError("no user is named")
        _check_times(claims)


def _check_times(claims: Claims) -> None:
    """Cognito writes whole seconds, and no token that is valid for more than a day."""
    times = [claims[name] for name in ("iat", "exp", "nbf") if name in claims]
    if any(type(moment) is not int for moment in times):
        raise UnauthorizedError("a time is not a number")
    if claims["exp"] <= time.time() or claims["exp"] - claims["iat"] > MAXIMUM_VALIDITY_SECONDS:
        raise UnauthorizedError("not valid at this time")


def _bearer_token(authorization: str | None) -> str:
    scheme, _, token = (authorization or "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise UnauthorizedError("no bearer token")
    if len(token) > MAXIMUM_TOKEN_BYTES:
        raise UnauthorizedError("longer than any token of Cognito")
    return token


def _read(token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    parts = token.split(".")
    if len(parts) != 3:  # noqa: PLR2004 - header, claims and signature (RFC 7515, section 7.1)
        raise UnauthorizedError("not three parts")
    header, claims, _signature = (_decode(part) for part in parts)
    return _parse(header), _parse(claims)


def _decode(part: str) -> bytes:
    """Only the one canonical form of base64url without padding, so that no two texts are the same token."""
    try:
        decoded = base64.b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise UnauthorizedError("not base64url") from None
    if base64.urlsafe_b64encode(decoded).rstrip(b"=") != part.encode():
        raise UnauthorizedError("not the canonical base64url")
    return decoded


def _parse(document: bytes) -> dict[str, Any]:
    try:
        value = json.loads(document.decode(), object_pairs_hook=_unique, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise UnauthorizedError("not JSON") from None
    if not isinstance(value, dict):
        raise UnauthorizedError("not an object")
    return value


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """RFC 7519, section 4: names within a claims set must be unique."""
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a name is there twice")
    return members


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")


def _as_texts(claims: Claims) -> dict[str, str]:
    """Claims of a REST API's event are texts; the names of the groups are joined by commas.

    A name that has a comma in it can't be told from two names then, so it is left out; groups that are no list are no groups.
    """
    texts = {name: str(value) for name, value in claims.items() if name != "cognito:groups"}
    groups = claims.get("cognito:groups")
    if isinstance(groups, list):
        texts["cognito:groups"] = ",".join(
            group for group in groups if isinstance(group, str) and "," not in group
        )
    return texts


__all__ = ["CognitoAuthorizer", "KeySource", "SigningKeysUnavailableError", "UnauthorizedError"]

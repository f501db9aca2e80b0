"""The Cognito authorizer, which identifies the sender of a request by a token.

It follows the Amazon Cognito Developer Guide, "Verifying JSON web tokens". Where RFC 7515, RFC 7519 and RFC 8725 leave room, it
is stricter: a token is accepted only in the one form in which Cognito issues it.
"""

import base64
import binascii
import time
from collections.abc import Mapping
from typing import Any, Literal, Protocol

import jwt

from api_gateway.signing_keys import UnknownKeyError
from strict_json import parse_json

ALGORITHM = "RS256"
MAXIMUM_TOKEN_BYTES = 8 * 1024
MAXIMUM_KEY_ID_LENGTH = 128
MAXIMUM_VALIDITY_SECONDS = 24 * 60 * 60
REQUIRED_CLAIMS = ["iss", "sub", "exp", "iat", "token_use"]

Claims = Mapping[str, Any]


class UnauthorizedError(Exception):
    """The request has no token, or one that is not valid."""


class KeySource(Protocol):
    """A source of public keys."""

    def find(self, key_id: str) -> jwt.PyJWK:
        """Return the key with this id."""


class CognitoAuthorizer:
    """Accepts the tokens that one app client of one user pool gets.

    Args:
        issuer: The issuer of the user pool, `iss` of its tokens.
        client_id: The id of the app client: `aud` of an ID token, `client_id` of an access token.
        token_kind: The kind of token that requests must have.
        keys: The public keys of the user pool.
        scheme: What the header `Authorization` has before the token, such as `Bearer`; by default, as with a REST API, nothing.
    """

    def __init__(
        self,
        *,
        issuer: str,
        client_id: str,
        token_kind: Literal["id", "access"],
        keys: KeySource,
        scheme: str = "",
    ) -> None:
        self._issuer = issuer
        self._client_id = client_id
        self._token_kind = token_kind
        self._client_claim = "aud" if token_kind == "id" else "client_id"
        self._keys = keys
        self._scheme = scheme

    def authorize(self, authorization: str | None) -> dict[str, str]:
        """Return the claims of a request's token, each as a string, as a REST API passes them to a handler.

        Args:
            authorization: The header `Authorization`.

        Raises:
            UnauthorizedError: There is no token, or it is not valid.
            SigningKeysUnavailableError: The keys of the user pool can't be fetched.
        """
        return _as_strings(self.verify(_token(authorization, self._scheme)))

    def verify(self, token: str) -> Claims:
        """Return the claims of a valid token.

        Raises:
            UnauthorizedError: The token is not valid.
            SigningKeysUnavailableError: The keys of the user pool can't be fetched.
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
            raise UnauthorizedError("the token is not signed as Cognito signs tokens")
        if not isinstance(key_id, str) or not 0 < len(key_id) <= MAXIMUM_KEY_ID_LENGTH:
            raise UnauthorizedError("the token does not say with which key it is signed")
        try:
            return self._keys.find(key_id)
        except UnknownKeyError:
            raise UnauthorizedError("the token is not signed with a key of the user pool") from None

    def _check_claims(self, claims: Claims) -> None:
        if claims["token_use"] != self._token_kind:
            raise UnauthorizedError("the token is of the wrong kind")
        if claims.get(self._client_claim) != self._client_id:
            raise UnauthorizedError("the token was issued to another client")
        if not isinstance(claims["sub"], str) or not claims["sub"].strip():
            raise UnauthorizedError("the token does not name a user")
        _check_times(claims)


def _check_times(claims: Claims) -> None:
    """Check the times of a token: Cognito writes whole seconds, and issues no token that is valid for more than a day."""
    times = [claims[name] for name in ("iat", "exp", "nbf") if name in claims]
    if any(type(moment) is not int for moment in times):
        raise UnauthorizedError("a time in the token is not a whole number")
    if claims["exp"] <= time.time() or claims["exp"] - claims["iat"] > MAXIMUM_VALIDITY_SECONDS:
        raise UnauthorizedError("the token is not valid at present, or valid for too long")


def _token(authorization: str | None, scheme: str) -> str:
    """Return the token of a header; the name of a scheme has no case (RFC 9110, section 11.1)."""
    header, prefix = authorization or "", f"{scheme} " if scheme else ""
    token = header[len(prefix) :]
    if not token or header[: len(prefix)].lower() != prefix.lower():
        raise UnauthorizedError("the request has no token")
    if len(token) > MAXIMUM_TOKEN_BYTES:
        raise UnauthorizedError("the token is longer than those of Cognito")
    return token


def read_token(token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return header and claims of a token whose signature has not been verified.

    Raises:
        UnauthorizedError: It does not have the one form in which Cognito issues tokens.
    """
    header, claims = _read(token)
    if header.get("alg") != ALGORITHM or "crit" in header:
        raise UnauthorizedError("the token is not signed as Cognito signs tokens")
    return header, claims


def _read(token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    parts = token.split(".")
    if len(parts) != 3:  # noqa: PLR2004 - header, claims and signature (RFC 7515, section 7.1)
        raise UnauthorizedError("the token does not have three parts")
    header, claims, _signature = (_decode(part) for part in parts)
    return _parse(header), _parse(claims)


def _decode(part: str) -> bytes:
    """Decode the canonical form of base64url without padding, so that no two strings are the same token."""
    try:
        decoded = base64.b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise UnauthorizedError("a part of the token is not base64url") from None
    if base64.urlsafe_b64encode(decoded).rstrip(b"=") != part.encode():
        raise UnauthorizedError("a part of the token is not canonical base64url")
    return decoded


def _parse(document: bytes) -> dict[str, Any]:
    try:
        value = parse_json(document.decode())  # RFC 7519, section 4: the names of claims are unique
    except (ValueError, RecursionError):
        raise UnauthorizedError("a part of the token is not JSON") from None
    if not isinstance(value, dict):
        raise UnauthorizedError("a part of the token is not a JSON object")
    return value


def _as_strings(claims: Claims) -> dict[str, str]:
    """Return claims as the strings that a REST API puts into an event, with the names of the groups joined by commas.

    The name of a group that contains a comma could not be told from two names, so it is left out.
    """
    strings = {name: str(value) for name, value in claims.items() if name != "cognito:groups"}
    groups = claims.get("cognito:groups")
    if isinstance(groups, list):
        strings["cognito:groups"] = ",".join(
            group for group in groups if isinstance(group, str) and "," not in group
        )
    return strings

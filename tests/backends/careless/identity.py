"""Who sends a request: tokens of the Cognito user pool."""

import base64
import functools
import json
from collections.abc import Callable
from typing import Any

import jwt
from flask import current_app, g, request

from careless.bodies import once
from careless.config import Config
from careless.errors import UnauthorizedError


class TokenVerifier:
    """Verifies ID tokens with the public keys of the user pool."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._keys = jwt.PyJWKClient(config.key_set, cache_keys=True)

    def claims(self, token: str) -> dict[str, Any]:
        """Return the claims of a token.

        Raises:
            UnauthorizedError: It is not a valid ID token of the user pool.
        """
        try:
            claims = jwt.decode(
                token,
                self._keys.get_signing_key_from_jwt(token).key,
                algorithms=["RS256"],
                audience=self._config.client_id,
                issuer=self._config.issuer,
                options={"require": ["exp", "iat", "sub", "iss", "aud"]},
            )
        except jwt.PyJWTError as error:
            raise UnauthorizedError from error
        if claims.get("token_use") != "id" or not claims["sub"]:
            raise UnauthorizedError
        try:
            json.loads(_payload(token), object_pairs_hook=once)
        except ValueError as error:
            raise UnauthorizedError from error
        return claims


def signed_in(view: Callable[..., Any]) -> Callable[..., Any]:
    """Let only signed-in users call a view; `g.user` is who it is."""

    @functools.wraps(view)
    def checked(*args: Any, **kwargs: Any) -> Any:
        verifier: TokenVerifier = current_app.extensions["tokens"]
        g.claims = verifier.claims(_token())
        g.user = g.claims["sub"]
        return view(*args, **kwargs)

    return checked


def user_in_token() -> str:
    """Return the user that the token of the request names."""
    try:
        return str(json.loads(_payload(_token()))["sub"])
    except (IndexError, KeyError, ValueError) as error:
        raise UnauthorizedError from error


def _payload(token: str) -> bytes:
    payload = token.split(".")[1]
    return base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))


def _token() -> str:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme != "Bearer" or not token:
        raise UnauthorizedError
    return token

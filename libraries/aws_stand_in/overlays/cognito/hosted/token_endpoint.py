"""The endpoints that clients call themselves: /oauth2/token, /oauth2/revoke and /oauth2/userInfo.

Source: Amazon Cognito Developer Guide, "Token endpoint", "Revoke endpoint" and "UserInfo endpoint"; RFC 6749, 6750 and 7009.
"""

import json
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from aws_stand_in.aws_response import AwsError, AwsResponse
from aws_stand_in.overlays.cognito import token_claims
from aws_stand_in.overlays.cognito.app_client import AppClient
from aws_stand_in.overlays.cognito.hosted.authorization import (
    AuthorizationCodes,
    allowed_scopes,
    require_flow,
)
from aws_stand_in.overlays.cognito.hosted.oauth_errors import NOT_STORED, OAuthError
from aws_stand_in.overlays.cognito.hosted.oauth_request import OAuthRequest
from aws_stand_in.overlays.cognito.hosted.sign_in_pages import occasion_of
from aws_stand_in.overlays.cognito.pool_keys import signed_by_the_pool
from aws_stand_in.overlays.cognito.pools import unverified_claims
from aws_stand_in.overlays.cognito.tokens import TokenStore

OPENID = "openid"
_NAMES = {"AccessToken": "access_token", "IdToken": "id_token", "RefreshToken": "refresh_token"}
_UNUSABLE = "Access token is expired, disabled, or deleted, or the user has globally signed out."


class TokenEndpoint:
    """Exchanges codes, refresh tokens and secrets for tokens.

    Args:
        tokens: Issues the tokens of users.
        codes: Knows what codes stand for.
        clock: Epoch seconds.
    """

    def __init__(self, tokens: TokenStore, codes: AuthorizationCodes, clock: Callable[[], float]) -> None:
        self._tokens = tokens
        self._codes = codes
        self._clock = clock
        self._grants: Mapping[str, Callable[[AppClient, Mapping[str, str]], dict[str, Any]]] = {
            "authorization_code": self._by_code,
            "refresh_token": self._by_refresh_token,
            "client_credentials": self._by_client_credentials,
        }

    def token(self, request: OAuthRequest) -> AwsResponse:
        """Issue tokens."""
        grant_type = request.form.get("grant_type")
        if not grant_type:
            raise OAuthError("invalid_request")
        if grant_type not in self._grants:
            raise OAuthError("unsupported_grant_type")
        answer = self._grants[grant_type](request.authenticated_client(), request.form)
        return AwsResponse(200, dict(NOT_STORED), json.dumps(answer).encode())

    def revoke(self, request: OAuthRequest) -> AwsResponse:
        """Revoke a refresh token and the access tokens that came from it."""
        client = request.authenticated_client()
        if not request.form.get("token"):
            raise OAuthError("invalid_request")
        try:
            self._tokens.revoke(request.form["token"], client)
        except AwsError as error:
            raise OAuthError(_REVOCATION_ERRORS.get(error.code, "invalid_request")) from error
        return AwsResponse(200, dict(NOT_STORED))

    def user_info(self, request: OAuthRequest) -> AwsResponse:
        """Describe the user of an access token with the scope `openid`."""
        token = request.bearer_token() or request.form.get("access_token", "")
        if not token:
            raise OAuthError("invalid_request", "The access token is missing.")
        try:
            _, user = self._tokens.user_of(token, scope=OPENID)
        except AwsError as error:
            if error.message == self._tokens.MISSING_SCOPE:
                raise OAuthError("insufficient_scope", error.message, status=403) from error
            raise OAuthError("invalid_token", _UNUSABLE, status=401) from error
        client = self._tokens.client_of(token, scope=OPENID)
        scopes = str(unverified_claims(token)["scope"]).split()
        shown = token_claims.visible_attributes(client, user, scopes)
        info = {
            "sub": user.id,
            "username": user.username,
            **{name: _text(value) for name, value in shown.items()},
        }
        return AwsResponse(200, dict(NOT_STORED), json.dumps(info).encode())

    def _by_code(self, client: AppClient, form: Mapping[str, str]) -> dict[str, Any]:
        require_flow(client, "code")
        granted = self._codes.redeem(client, form)
        user = client.find_user(granted.user_id)
        if user is None or not user.enabled:
            raise OAuthError("invalid_grant")
        issued = self._tokens.issue(client, user, occasion_of(granted.asked))
        return _answer(issued, with_id=OPENID in granted.asked.scopes)

    def _by_refresh_token(self, client: AppClient, form: Mapping[str, str]) -> dict[str, Any]:
        if not form.get("refresh_token"):
            raise OAuthError("invalid_request")
        try:
            scopes = self._tokens.valid_grant(form["refresh_token"], client).scopes
            issued = self._tokens.refresh(form["refresh_token"], client)
        except AwsError as error:
            raise OAuthError("invalid_grant") from error
        return _answer(issued, with_id=OPENID in scopes or token_claims.OWN_ATTRIBUTES in scopes)

    def _by_client_credentials(self, client: AppClient, form: Mapping[str, str]) -> dict[str, Any]:
        if not client.registered.generate_secret:
            raise OAuthError("invalid_client")
        require_flow(client, "client_credentials")
        scopes = allowed_scopes(client, form.get("scope"))
        now, seconds = int(self._clock()), client.validity_seconds("Access")
        claims = {
            "sub": client.id,
            "token_use": "access",
            "scope": " ".join(scopes),
            "auth_time": now,
            "iss": client.location.issuer,
            "exp": now + seconds,
            "iat": now,
            "version": 2,
            "jti": str(uuid.uuid4()),
            "client_id": client.id,
        }
        token = signed_by_the_pool(client.pool, claims)
        return {"access_token": token, "expires_in": seconds, "token_type": "Bearer"}


_REVOCATION_ERRORS = {
    "UnsupportedTokenTypeException": "unsupported_token_type",
    "UnauthorizedException": "invalid_client",
}


def _answer(issued: Mapping[str, Any], *, with_id: bool) -> dict[str, Any]:
    tokens = {_NAMES[name]: value for name, value in issued.items() if name in _NAMES}
    if not with_id:
        tokens.pop("id_token")
    return {**tokens, "expires_in": issued["ExpiresIn"], "token_type": issued["TokenType"]}


def _text(value: Any) -> Any:
    return str(value).lower() if isinstance(value, bool) else value

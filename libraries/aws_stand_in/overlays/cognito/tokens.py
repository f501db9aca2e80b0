"""Tokens of user pools: issued with the validity the app client sets, refreshed, rotated, revoked, expired."""

import secrets
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from aws_stand_in.aws_response import AwsError
from aws_stand_in.overlays.cognito import token_claims
from aws_stand_in.overlays.cognito.app_client import AppClient
from aws_stand_in.overlays.cognito.pools import PoolLocation, unverified_claims
from aws_stand_in.overlays.cognito.refusals import not_authorized

if TYPE_CHECKING:
    from moto.cognitoidp.models import CognitoIdpUser

_REFRESH_TOKEN_BYTES = 768


@dataclass(slots=True)
class Grant:
    """What a refresh token stands for: one sign-in of one user with one client.

    Attributes:
        pool_id: The pool.
        client_id: The app client that signed in.
        user_id: The user's `sub`.
        origin_jti: The id of the sign-in.
        signed_in_at: Epoch seconds.
        expires_at: Epoch seconds.
        revoked: Whether it counts no more.
        replaced_at: When another refresh token took its place, in epoch seconds; None if none has.
    """

    pool_id: str
    client_id: str
    user_id: str
    origin_jti: str
    signed_in_at: int
    expires_at: float
    revoked: bool = False
    replaced_at: float | None = None


@dataclass(slots=True)
class _AccessToken:
    pool_id: str
    user_id: str
    origin_jti: str
    expires_at: int
    revoked: bool = False


@dataclass(slots=True)
class _Account:
    grants: dict[str, Grant] = field(default_factory=dict)
    access_tokens: dict[str, _AccessToken] = field(default_factory=dict)


class TokenStore:
    """Issues tokens and knows which of them still count.

    Args:
        clock: Epoch seconds.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._accounts: dict[str, _Account] = defaultdict(_Account)

    def issue(self, client: AppClient, user: "CognitoIdpUser") -> dict[str, Any]:
        """Issue all three tokens of a new sign-in, as AuthenticationResult holds them."""
        now = self._clock()
        grant = Grant(
            pool_id=client.pool.id,
            client_id=client.id,
            user_id=user.id,
            origin_jti=str(uuid.uuid4()),
            signed_in_at=int(now),
            expires_at=now + client.validity_seconds("Refresh"),
        )
        return {**self._tokens(grant, client, user), "RefreshToken": self._keep(client, grant)}

    def refresh(self, refresh_token: str, client: AppClient) -> dict[str, Any]:
        """Issue new tokens for a refresh token; a new refresh token too if the client rotates them.

        Args:
            refresh_token: The refresh token.
            client: The app client that asks; it must be the one that signed in.

        Raises:
            AwsError: NotAuthorizedException for a token that is unknown, another client's, revoked, expired, or
                of a user who is disabled or gone.
        """
        grant = self.valid_grant(refresh_token, client)
        user = client.find_user(grant.user_id)
        if user is None:
            raise not_authorized("Invalid Refresh Token.")
        if not user.enabled:
            raise not_authorized("User is disabled.")
        tokens = self._tokens(grant, client, user)
        if client.rotates_refresh_tokens:
            tokens["RefreshToken"] = self._rotate(client, grant)
        return tokens

    def valid_grant(self, refresh_token: str, client: AppClient) -> Grant:
        """Return what a refresh token stands for, if `client` may use it now.

        Raises:
            AwsError: NotAuthorizedException if it may not.
        """
        now = self._clock()
        grant = self._find_grant(refresh_token)
        if grant is None or grant.client_id != client.id:
            raise not_authorized("Invalid Refresh Token.")
        if grant.revoked or (
            grant.replaced_at is not None and now > grant.replaced_at + client.rotation_grace_seconds
        ):
            raise not_authorized("Refresh Token has been revoked")
        if now >= grant.expires_at:
            raise not_authorized("Refresh Token has expired")
        return grant

    def revoke(self, refresh_token: str, client: AppClient) -> None:
        """Revoke a refresh token and the access tokens that came from it. An unknown token is ignored.

        Raises:
            AwsError: UnsupportedOperationException if the client does not allow it, UnsupportedTokenTypeException
                for an access or ID token, UnauthorizedException for another client's token.
        """
        if not client.configuration.get("EnableTokenRevocation", True):
            raise AwsError("UnsupportedOperationException", "Token revocation is not enabled on this client.")
        if unverified_claims(refresh_token).get("token_use"):
            raise AwsError("UnsupportedTokenTypeException", "Unsupported token type.")
        grant = self._find_grant(refresh_token)
        if grant is None:
            return
        if grant.client_id != client.id:
            raise AwsError("UnauthorizedException", "Refresh Token was not issued to this client.")
        self._revoke(client.location, lambda token: token.origin_jti == grant.origin_jti)

    def sign_out(self, location: PoolLocation, user: "CognitoIdpUser") -> None:
        """Revoke all refresh and access tokens of a user."""
        self._revoke(location, lambda token: token.user_id == user.id)
        location.pool.sign_out(user.username)

    def user_id_of(self, access_token: str) -> str:
        """Return the `sub` of an access token that counts.

        Raises:
            AwsError: NotAuthorizedException for a token that is unknown, revoked or expired.
        """
        accounts = self._accounts.values()
        held = next(filter(None, (account.access_tokens.get(access_token) for account in accounts)), None)
        if held is None:
            raise not_authorized("Invalid Access Token")
        if held.revoked:
            raise not_authorized("Access Token has been revoked")
        if self._clock() >= held.expires_at:
            raise not_authorized("Access Token has expired")
        return held.user_id

    def forget(self, account_id: str) -> None:
        """Drop the tokens of an account."""
        self._accounts.pop(account_id, None)

    def _find_grant(self, refresh_token: str) -> Grant | None:
        accounts = self._accounts.values()
        return next(filter(None, (account.grants.get(refresh_token) for account in accounts)), None)

    def _keep(self, client: AppClient, grant: Grant) -> str:
        refresh_token = secrets.token_urlsafe(_REFRESH_TOKEN_BYTES)
        self._accounts[client.location.account_id].grants[refresh_token] = grant
        return refresh_token

    def _rotate(self, client: AppClient, grant: Grant) -> str:
        grant.replaced_at = grant.replaced_at or self._clock()
        return self._keep(client, replace(grant, replaced_at=None))

    def _revoke(self, location: PoolLocation, concerns: Callable[[Grant | _AccessToken], bool]) -> None:
        account = self._accounts[location.account_id]
        held: Iterable[Grant | _AccessToken] = (*account.grants.values(), *account.access_tokens.values())
        for token in held:
            if token.pool_id == location.pool.id and concerns(token):
                token.revoked = True

    def _tokens(self, grant: Grant, client: AppClient, user: "CognitoIdpUser") -> dict[str, Any]:
        now = int(self._clock())
        claims = token_claims.common_claims(
            user, origin_jti=grant.origin_jti, signed_in_at=grant.signed_in_at, now=now
        )
        access_token = token_claims.access_token(client, user, claims)
        seconds = client.validity_seconds("Access")
        client.pool.access_tokens[access_token] = (client.id, user.username)
        self._accounts[client.location.account_id].access_tokens[access_token] = _AccessToken(
            grant.pool_id, user.id, grant.origin_jti, now + seconds
        )
        return {
            "AccessToken": access_token,
            "IdToken": token_claims.id_token(client, user, claims),
            "ExpiresIn": seconds,
            "TokenType": "Bearer",
        }

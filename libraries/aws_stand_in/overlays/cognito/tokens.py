"""Tokens of user pools: issued with the validity the app client sets, refreshed, rotated, revoked, expired."""

import secrets
import uuid
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from aws_stand_in.aws_response import AwsError
from aws_stand_in.overlays.cognito import token_claims
from aws_stand_in.overlays.cognito.app_client import AppClient, find_app_client
from aws_stand_in.overlays.cognito.errors import not_authorized, user_not_found
from aws_stand_in.overlays.cognito.expiring import Expiring
from aws_stand_in.overlays.cognito.pool_clock import PoolClock
from aws_stand_in.overlays.cognito.pools import (
    PoolLocation,
    find_user,
    location_of_access_token,
    unverified_claims,
)
from aws_stand_in.overlays.cognito.token_generation import TokenGeneration

if TYPE_CHECKING:
    from moto.cognitoidp.models import CognitoIdpUser, CognitoIdpUserPool

_REFRESH_TOKEN_BYTES = 768


@dataclass(frozen=True, slots=True)
class Occasion:
    """Why tokens are generated, and what shall be in them beside the usual.

    Attributes:
        source: The second half of the `triggerSource` of the trigger before.
        metadata: The `ClientMetadata` of the request.
        scopes: The scopes of the access token.
        id_claims: More claims of the ID token.
        device_key: The key of the device, in a pool that keeps track of devices.
    """

    source: str = "Authentication"
    metadata: Mapping[str, str] = field(default_factory=dict)
    scopes: tuple[str, ...] = (token_claims.OWN_ATTRIBUTES,)
    id_claims: Mapping[str, Any] = field(default_factory=dict)
    device_key: str | None = None


@dataclass(slots=True)
class SignIn:
    """One sign-in of one user with one client, and whether its tokens still count.

    Attributes:
        pool_id: The pool.
        client_id: The app client that signed in.
        user_id: The user's `sub`.
        origin_jti: The id of the sign-in.
        signed_in_at: Epoch seconds.
        device_key: The key of the device, None if the pool does not keep track of devices.
        revoked: Whether its tokens have been revoked.
        withdrawals: How many times its access tokens so far were withdrawn.
    """

    pool_id: str
    client_id: str
    user_id: str
    origin_jti: str
    signed_in_at: int
    device_key: str | None = None
    revoked: bool = False
    withdrawals: int = 0


@dataclass(slots=True)
class Grant:
    """What a refresh token stands for.

    Attributes:
        sign_in: The sign-in that it continues.
        expires_at: Epoch seconds.
        scopes: The scopes of its access tokens.
        replaced_at: When another refresh token took its place, in epoch seconds; None if none has.
    """

    sign_in: SignIn
    expires_at: float
    scopes: tuple[str, ...]
    replaced_at: float | None = None


@dataclass(slots=True)
class _AccessToken:
    sign_in: SignIn
    expires_at: int
    withdrawals: int


@dataclass(slots=True)
class _Account:
    grants: dict[str, Grant] = field(default_factory=dict)
    access_tokens: dict[str, _AccessToken] = field(default_factory=dict)
    sign_ins: dict[tuple[str, str], dict[str, SignIn]] = field(default_factory=dict)
    """Those that have not been revoked, by pool and user, and by their ids."""
    expiring: Expiring = field(default_factory=Expiring)

    def keep_sign_in(self, sign_in: SignIn, expires_at: float) -> None:
        user = sign_in.pool_id, sign_in.user_id
        self.sign_ins.setdefault(user, {})[sign_in.origin_jti] = sign_in
        self.expiring.keep(expires_at, partial(self._forget_sign_in, user, sign_in.origin_jti))

    def keep_grant(self, refresh_token: str, grant: Grant) -> None:
        self.grants[refresh_token] = grant
        self.expiring.keep(grant.expires_at, partial(self.grants.pop, refresh_token, None))

    def keep_access_token(self, token: str, held: _AccessToken, client: AppClient, username: str) -> None:
        self.access_tokens[token] = held
        client.pool.access_tokens[token] = (client.id, username)
        self.expiring.keep(held.expires_at, partial(self._forget_access_token, token, client.pool))

    def _forget_sign_in(self, user: tuple[str, str], origin_jti: str) -> None:
        kept = self.sign_ins.get(user, {})
        kept.pop(origin_jti, None)
        if not kept:
            self.sign_ins.pop(user, None)

    def _forget_access_token(self, token: str, pool: "CognitoIdpUserPool") -> None:
        self.access_tokens.pop(token, None)
        pool.access_tokens.pop(token, None)


class TokenStore:
    """Issues tokens and knows which of them still count.

    What has expired a day ago by the real time is forgotten when the next tokens are issued. The clock of user pools does not
    decide that: what has expired by a clock that a test has set forward counts again when the clock is set back.

    Args:
        generation: Changes claims before tokens are generated.
        clock: The clock of user pools.
    """

    def __init__(self, generation: TokenGeneration, clock: PoolClock) -> None:
        self._generation = generation
        self._clock = clock
        self._accounts: dict[str, _Account] = defaultdict(_Account)

    def issue(
        self, client: AppClient, user: "CognitoIdpUser", occasion: Occasion = Occasion()
    ) -> dict[str, Any]:
        """Issue all three tokens of a new sign-in, as AuthenticationResult holds them."""
        now = self._clock()
        sign_in = SignIn(client.pool.id, client.id, user.id, str(uuid.uuid4()), int(now), occasion.device_key)
        grant = Grant(sign_in, now + client.validity_seconds("Refresh"), occasion.scopes)
        self._accounts[client.location.account_id].keep_sign_in(sign_in, grant.expires_at)
        return {**self._tokens(grant, client, user, occasion), "RefreshToken": self._keep(client, grant)}

    def refresh(
        self, refresh_token: str, client: AppClient, metadata: Mapping[str, str] = MappingProxyType({})
    ) -> dict[str, Any]:
        """Issue new tokens for a refresh token; a new refresh token too if the client rotates them.

        Args:
            refresh_token: The refresh token.
            client: The app client that asks; it must be the one that signed in.
            metadata: The `ClientMetadata` of the request.

        Raises:
            AwsError: NotAuthorizedException for a token that is unknown, another client's, revoked, expired, or
                of a user who is disabled or gone.
        """
        grant = self.valid_grant(refresh_token, client)
        user = client.find_user(grant.sign_in.user_id)
        if user is None:
            raise not_authorized("Invalid Refresh Token.")
        if not user.enabled:
            raise not_authorized("User is disabled.")
        tokens = self._tokens(grant, client, user, Occasion("RefreshTokens", metadata))
        if client.rotates_refresh_tokens:
            tokens["RefreshToken"] = self._rotate(client, grant)
        return tokens

    def valid_grant(self, refresh_token: str, client: AppClient) -> Grant:
        """Return what a refresh token stands for, if `client` may use it now.

        Raises:
            AwsError: NotAuthorizedException if it may not; RefreshTokenReuseException if another token has taken its place.
        """
        now = self._clock()
        grant = self._find_grant(refresh_token, client)
        if grant is None or grant.sign_in.client_id != client.id:
            raise not_authorized("Invalid Refresh Token.")
        if grant.sign_in.revoked:
            raise not_authorized("Refresh Token has been revoked")
        if grant.replaced_at is not None and now > grant.replaced_at + client.rotation_grace_seconds:
            raise AwsError("RefreshTokenReuseException", "Refresh token has been used already.")
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
        grant = self._find_grant(refresh_token, client)
        if grant is None:
            return
        if grant.sign_in.client_id != client.id:
            raise AwsError("UnauthorizedException", "Refresh Token was not issued to this client.")
        grant.sign_in.revoked = True

    def sign_out(self, location: PoolLocation, user: "CognitoIdpUser") -> None:
        """Revoke all refresh and access tokens of a user."""
        account = self._accounts[location.account_id]
        for sign_in in account.sign_ins.pop((location.pool.id, user.id), {}).values():
            sign_in.revoked = True

    def withdraw_access(self, location: PoolLocation, user: "CognitoIdpUser") -> None:
        """Revoke the access tokens that a user has, and leave the refresh tokens."""
        signed_in = self._accounts[location.account_id].sign_ins.get((location.pool.id, user.id), {})
        for sign_in in signed_in.values():
            sign_in.withdrawals += 1

    MISSING_SCOPE = "Access Token does not have required scopes"

    def holder_of(
        self, access_token: str, *, scope: str = token_claims.OWN_ATTRIBUTES
    ) -> tuple[PoolLocation, str]:
        """Return the pool and the `sub` of the user whose access token it is, if it counts.

        Raises:
            AwsError: NotAuthorizedException for a token that is unknown, revoked or expired, or has not the scope.
        """
        location = location_of_access_token(access_token)
        held = self._accounts[location.account_id].access_tokens.get(access_token) if location else None
        if location is None or held is None:
            raise not_authorized("Invalid Access Token")
        if held.sign_in.revoked or held.withdrawals != held.sign_in.withdrawals:
            raise not_authorized("Access Token has been revoked")
        if self._clock() >= held.expires_at:
            raise not_authorized("Access Token has expired")
        if scope not in str(unverified_claims(access_token)["scope"]).split():
            raise not_authorized(self.MISSING_SCOPE)
        return location, held.sign_in.user_id

    def user_of(
        self, access_token: str, *, scope: str = token_claims.OWN_ATTRIBUTES
    ) -> "tuple[PoolLocation, CognitoIdpUser]":
        """Return the pool and the user whose access token it is.

        Raises:
            AwsError: NotAuthorizedException as for `holder_of`, UserNotFoundException for a user who is gone.
        """
        location, user_id = self.holder_of(access_token, scope=scope)
        user = find_user(location.pool, user_id)
        if user is None:
            raise user_not_found()
        return location, user

    def client_of(self, access_token: str, *, scope: str = token_claims.OWN_ATTRIBUTES) -> AppClient:
        """Return the app client that an access token was issued to.

        Raises:
            AwsError: NotAuthorizedException as for `holder_of`, ResourceNotFoundException for a client that is gone.
        """
        location, _ = self.holder_of(access_token, scope=scope)
        held = self._accounts[location.account_id].access_tokens[access_token]
        return find_app_client(held.sign_in.client_id)

    def forget(self, account_id: str) -> None:
        """Drop the tokens of an account."""
        self._accounts.pop(account_id, None)

    def _find_grant(self, refresh_token: str, client: AppClient) -> Grant | None:
        return self._accounts[client.location.account_id].grants.get(refresh_token)

    def _keep(self, client: AppClient, grant: Grant) -> str:
        refresh_token = secrets.token_urlsafe(_REFRESH_TOKEN_BYTES)
        self._accounts[client.location.account_id].keep_grant(refresh_token, grant)
        return refresh_token

    def _rotate(self, client: AppClient, grant: Grant) -> str:
        grant.replaced_at = grant.replaced_at or self._clock()
        return self._keep(client, replace(grant, replaced_at=None))

    def _tokens(
        self, grant: Grant, client: AppClient, user: "CognitoIdpUser", occasion: Occasion
    ) -> dict[str, Any]:
        now = int(self._clock())
        claims = token_claims.common_claims(
            user, origin_jti=grant.sign_in.origin_jti, signed_in_at=grant.sign_in.signed_in_at, now=now
        )
        access, identity = self._generation.changed(
            client,
            user,
            occasion.source,
            token_claims.access_claims(user, claims, grant.scopes, grant.sign_in.device_key),
            {**token_claims.id_claims(client, user, claims, grant.scopes), **occasion.id_claims},
            metadata=occasion.metadata,
        )
        access_token = token_claims.signed(client, user, "Access", access)
        seconds = client.validity_seconds("Access")
        held = _AccessToken(grant.sign_in, now + seconds, grant.sign_in.withdrawals)
        account = self._accounts[client.location.account_id]
        account.expiring.forget_old(self._clock.real())
        account.keep_access_token(access_token, held, client, user.username)
        return {
            "AccessToken": access_token,
            "IdToken": token_claims.signed(client, user, "Id", identity),
            "ExpiresIn": seconds,
            "TokenType": "Bearer",
        }

"""Tokens of user pools: issued with the validity the app client says, refreshed, rotated, revoked, expired.

They are signed with the one key pair that moto packages, for every pool of every account and stack: only `iss`
tells pools apart, so whoever verifies them must look at it. (With that key a test can mint tokens that verify.)
"""

import secrets
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aws_stand_in.aws_response import AwsError
from aws_stand_in.overlays.cognito.pools import PoolLocation, unverified_claims

if TYPE_CHECKING:
    from moto.cognitoidp.models import CognitoIdpUser, CognitoIdpUserPoolClient

_SECONDS = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86400}
_DEFAULTS = {"Access": (1, "hours"), "Id": (1, "hours"), "Refresh": (30, "days")}
_LIMITS = {"Access": (300, 86400), "Id": (300, 86400), "Refresh": (3600, 3650 * 86400)}
_BOOLEAN_CLAIMS = ("email_verified", "phone_number_verified")
_REFRESH_TOKEN_BYTES = 768


def not_authorized(message: str) -> AwsError:
    """Return Cognito's NotAuthorizedException."""
    return AwsError("NotAuthorizedException", message)


@dataclass(slots=True)
class Grant:
    """What a refresh token stands for: one sign-in of one user with one client."""

    location: PoolLocation
    client_id: str
    user_id: str
    origin_jti: str
    signed_in_at: int
    expires_at: float
    revoked: bool = False
    replaced_at: float | None = None


@dataclass(slots=True)
class _AccessToken:
    location: PoolLocation
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
        clock: epoch seconds.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._accounts: dict[str, _Account] = {}

    def sign_in(
        self, location: PoolLocation, client: "CognitoIdpUserPoolClient", user: "CognitoIdpUser"
    ) -> dict[str, Any]:
        """Issue all three tokens, as AuthenticationResult holds them."""
        now = self._clock()
        grant = Grant(
            location=location,
            client_id=client.id,
            user_id=user.id,
            origin_jti=str(uuid.uuid4()),
            signed_in_at=int(now),
            expires_at=now + validity_seconds(client, "Refresh"),
        )
        return {**self._tokens(grant, client, user), "RefreshToken": self._keep(grant)}

    def refresh(
        self,
        refresh_token: str,
        client: "CognitoIdpUserPoolClient",
        user_of: "Callable[[Grant], CognitoIdpUser | None]",
    ) -> dict[str, Any]:
        """Issue new tokens for a refresh token; with rotation, a new refresh token too.

        Args:
            refresh_token: the refresh token.
            client: the app client that asks; it must be the one that signed in.
            user_of: finds the user of a grant.

        Raises:
            AwsError: NotAuthorizedException for a token that is unknown, another client's, revoked, expired, or
                of a user who is disabled or gone.
        """
        grant = self.valid_grant(refresh_token, client)
        user = user_of(grant)
        if user is None:
            raise not_authorized("Invalid Refresh Token.")
        if not user.enabled:
            raise not_authorized("User is disabled.")
        tokens = self._tokens(grant, client, user)
        if rotates(client):
            tokens["RefreshToken"] = self._rotate(grant)
        return tokens

    def valid_grant(self, refresh_token: str, client: "CognitoIdpUserPoolClient") -> Grant:
        """Return what a refresh token stands for, if `client` may use it now."""
        now = self._clock()
        grant = self._find_grant(refresh_token)
        if grant is None or grant.client_id != client.id:
            raise not_authorized("Invalid Refresh Token.")
        if grant.revoked or (
            grant.replaced_at is not None and now > grant.replaced_at + _grace_seconds(client)
        ):
            raise not_authorized("Refresh Token has been revoked")
        if now >= grant.expires_at:
            raise not_authorized("Refresh Token has expired")
        return grant

    def revoke(self, refresh_token: str, client: "CognitoIdpUserPoolClient") -> None:
        """Revoke a refresh token and the access tokens that came from it; unknown tokens are ignored.

        Raises:
            AwsError: UnsupportedOperationException if the client does not allow it, UnsupportedTokenTypeException
                for an access or ID token, UnauthorizedException for another client's token.
        """
        if not client.extended_config.get("EnableTokenRevocation", True):
            raise AwsError("UnsupportedOperationException", "Token revocation is not enabled on this client.")
        if unverified_claims(refresh_token).get("token_use"):
            raise AwsError("UnsupportedTokenTypeException", "Unsupported token type.")
        grant = self._find_grant(refresh_token)
        if grant is None:
            return
        if grant.client_id != client.id:
            raise AwsError("UnauthorizedException", "Refresh Token was not issued to this client.")
        self._revoke(
            grant.location, lambda user_id, origin_jti: origin_jti == grant.origin_jti and bool(user_id)
        )

    def sign_out(self, location: PoolLocation, user: "CognitoIdpUser") -> None:
        """Revoke all refresh and access tokens of a user."""
        self._revoke(location, lambda user_id, _origin_jti: user_id == user.id)
        location.pool.sign_out(user.username)

    def user_id_of(self, access_token: str) -> str:
        """Return the `sub` of an access token that counts.

        Raises:
            AwsError: NotAuthorizedException for a token that is unknown, revoked or expired.
        """
        held = next(
            (
                account.access_tokens[access_token]
                for account in self._accounts.values()
                if access_token in account.access_tokens
            ),
            None,
        )
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

    def _account(self, account_id: str) -> _Account:
        return self._accounts.setdefault(account_id, _Account())

    def _find_grant(self, refresh_token: str) -> Grant | None:
        return next(
            (
                account.grants[refresh_token]
                for account in self._accounts.values()
                if refresh_token in account.grants
            ),
            None,
        )

    def _keep(self, grant: Grant) -> str:
        refresh_token = secrets.token_urlsafe(_REFRESH_TOKEN_BYTES)
        self._account(grant.location.account_id).grants[refresh_token] = grant
        return refresh_token

    def _rotate(self, grant: Grant) -> str:
        grant.replaced_at = grant.replaced_at or self._clock()
        return self._keep(
            Grant(
                location=grant.location,
                client_id=grant.client_id,
                user_id=grant.user_id,
                origin_jti=grant.origin_jti,
                signed_in_at=grant.signed_in_at,
                expires_at=grant.expires_at,
            )
        )

    def _revoke(self, location: PoolLocation, concerns: Callable[[str, str], bool]) -> None:
        account = self._account(location.account_id)
        held: Iterable[Grant | _AccessToken] = (*account.grants.values(), *account.access_tokens.values())
        for token in held:
            if token.location.pool.id == location.pool.id and concerns(token.user_id, token.origin_jti):
                token.revoked = True

    def _tokens(
        self, grant: Grant, client: "CognitoIdpUserPoolClient", user: "CognitoIdpUser"
    ) -> dict[str, Any]:
        now, pool = int(self._clock()), grant.location.pool
        access_seconds = validity_seconds(client, "Access")
        shared = {
            "origin_jti": grant.origin_jti,
            "event_id": str(uuid.uuid4()),
            "iat": now,
            "auth_time": grant.signed_in_at,
        }
        if user.groups:
            ordered = sorted(user.groups, key=lambda group: (group.precedence or 0, group.group_name))
            shared["cognito:groups"] = [group.group_name for group in ordered]
        access_token, _ = pool.create_jwt(
            client.id,
            user.username,
            "access",
            extra_data={
                **shared,
                "scope": "aws.cognito.signin.user.admin",
                "username": user.username,
                "exp": now + access_seconds,
            },
        )
        id_token, _ = pool.create_jwt(
            client.id,
            user.username,
            "id",
            extra_data={
                **shared,
                **_readable_attributes(client, user),
                "cognito:username": user.username,
                "exp": now + validity_seconds(client, "Id"),
            },
        )
        pool.access_tokens[access_token] = (client.id, user.username)
        self._account(grant.location.account_id).access_tokens[access_token] = _AccessToken(
            grant.location, user.id, grant.origin_jti, now + access_seconds
        )
        return {
            "AccessToken": access_token,
            "IdToken": id_token,
            "ExpiresIn": access_seconds,
            "TokenType": "Bearer",
        }


def validity_seconds(client: "CognitoIdpUserPoolClient", kind: str) -> int:
    """Return how long a client's tokens are valid.

    Args:
        client: the app client.
        kind: `Access`, `Id` or `Refresh`.
    """
    return _validity_seconds(client.extended_config, kind)


def check_validity(configuration: dict[str, Any]) -> None:
    """Check the validities an app client asks for: access and ID token 5 minutes to a day, refresh 1 h to 10 years.

    Raises:
        AwsError: InvalidParameterException.
    """
    for kind, (shortest, longest) in _LIMITS.items():
        if not shortest <= _validity_seconds(configuration, kind) <= longest:
            raise AwsError("InvalidParameterException", "Invalid range for token validity.")


def _validity_seconds(configuration: dict[str, Any], kind: str) -> int:
    number, unit = _DEFAULTS[kind]
    asked = configuration.get(f"{kind}TokenValidity") or number
    asked_unit = configuration.get("TokenValidityUnits", {}).get(f"{kind}Token", unit)
    return int(asked) * _SECONDS[asked_unit]


def rotates(client: "CognitoIdpUserPoolClient") -> bool:
    """Tell whether the client's refresh tokens are replaced at each use."""
    return bool(client.extended_config.get("RefreshTokenRotation", {}).get("Feature") == "ENABLED")


def _grace_seconds(client: "CognitoIdpUserPoolClient") -> int:
    return int(client.extended_config.get("RefreshTokenRotation", {}).get("RetryGracePeriodSeconds", 0))


def _readable_attributes(client: "CognitoIdpUserPoolClient", user: "CognitoIdpUser") -> dict[str, Any]:
    readable = client.get_readable_fields()
    return {
        name: value == "true" if name in _BOOLEAN_CLAIMS else value
        for name, value in user.attribute_lookup.items()
        if name != "sub" and (not readable or name in readable)
    }

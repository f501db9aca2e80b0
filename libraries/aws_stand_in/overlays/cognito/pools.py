"""Find pools and users in moto's state, whatever region and account they are in."""

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from moto.cognitoidp.models import CognitoIdpBackend, CognitoIdpUser, CognitoIdpUserPool


@dataclass(frozen=True, slots=True)
class PoolLocation:
    """A user pool, with the account, the region and moto's backend that it is in."""

    account_id: str
    region: str
    backend: "CognitoIdpBackend"
    pool: "CognitoIdpUserPool"


def location_of_pool(pool_id: str) -> PoolLocation | None:
    """Find a pool by its id."""
    return next((location for location in _locations() if location.pool.id == pool_id), None)


def location_of_client(client_id: str) -> PoolLocation | None:
    """Find the pool of an app client."""
    return next((location for location in _locations() if client_id in location.pool.clients), None)


def location_of_access_token(token: str) -> PoolLocation | None:
    """Find the pool that an access token names as its issuer, without verifying the token."""
    issuer = str(unverified_claims(token).get("iss", ""))
    return location_of_pool(issuer.rpartition("/")[2])


def _locations() -> Iterator[PoolLocation]:
    from moto.cognitoidp.models import cognitoidp_backends

    for account_id, backends in list(cognitoidp_backends.items()):
        for region, backend in list(backends.items()):
            for pool in list(backend.user_pools.values()):
                yield PoolLocation(account_id, region, backend, pool)


def unverified_claims(token: str) -> dict[str, Any]:
    """Return the claims of a JWT without verifying it; an empty dictionary if it is not a JWT."""
    try:
        payload = token.split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    except (IndexError, ValueError):
        return {}
    return claims if isinstance(claims, dict) else {}


def find_user(pool: "CognitoIdpUserPool", name: str) -> "CognitoIdpUser | None":
    """Find a user by user name, `sub`, or any attribute that the pool accepts for signing in.

    Case matters only if the pool says so (`UsernameConfiguration.CaseSensitive`).
    """
    case_sensitive = pool.extended_config.get("UsernameConfiguration", {}).get("CaseSensitive", False)
    aliases = (
        *pool.extended_config.get("UsernameAttributes", ()),
        *pool.extended_config.get("AliasAttributes", ()),
    )

    def same(left: str | None, right: str) -> bool:
        return left is not None and (left == right if case_sensitive else left.lower() == right.lower())

    for user in pool.users.values():
        names = (user.username, user.id, *(user.attribute_lookup.get(alias) for alias in aliases))
        if any(same(one, name) for one in names):
            return user
    return None

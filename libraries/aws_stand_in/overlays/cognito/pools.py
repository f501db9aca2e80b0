"""Find pools and users in moto's state, whatever region and account they are in."""

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aws_stand_in.overlays.cognito.booleans import is_true

if TYPE_CHECKING:
    from moto.cognitoidp.models import CognitoIdpBackend, CognitoIdpUser, CognitoIdpUserPool


@dataclass(frozen=True, slots=True)
class PoolLocation:
    """A user pool, with the account, the region and moto's backend that it is in."""

    account_id: str
    region: str
    backend: "CognitoIdpBackend"
    pool: "CognitoIdpUserPool"

    @property
    def issuer(self) -> str:
        """The issuer of the pool's tokens."""
        return f"https://cognito-idp.{self.region}.amazonaws.com/{self.pool.id}"


def location_of_pool(pool_id: str) -> PoolLocation | None:
    """Find a pool by its id."""
    from moto.cognitoidp.models import cognitoidp_backends

    from aws_stand_in.moto_patches.cognitoidp import pools_by_id

    pool = pools_by_id.get(pool_id)
    if pool is None:
        return None
    regions = cognitoidp_backends.get(pool.account_id)
    backend = regions.get(pool.region) if regions else None
    if backend is None or backend.user_pools.get(pool_id) is not pool:
        return None
    return PoolLocation(pool.account_id, pool.region, backend, pool)


def location_of_client(client_id: str) -> PoolLocation | None:
    """Find the pool of an app client."""
    from aws_stand_in.moto_patches.cognitoidp import clients_by_id

    client = clients_by_id.get(client_id)
    location = location_of_pool(client.user_pool_id) if client else None
    return location if location and client_id in location.pool.clients else None


def location_of_domain(name: str, region: str) -> PoolLocation | None:
    """Find the pool that a domain belongs to."""
    from aws_stand_in.moto_patches.cognitoidp import domains

    domain = domains.get((region, name))
    location = location_of_pool(domain.user_pool_id) if domain else None
    return location if location and location.backend.user_pool_domains.get(name) is domain else None


def location_of_access_token(token: str) -> PoolLocation | None:
    """Find the pool that an access token names as its issuer, without verifying the token."""
    issuer = str(unverified_claims(token).get("iss", ""))
    return location_of_pool(issuer.rpartition("/")[2])


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
    from aws_stand_in.moto_patches.cognitoidp import users_identified_by

    case_sensitive = pool.extended_config.get("UsernameConfiguration", {}).get("CaseSensitive", False)

    def same(left: str | None, right: str) -> bool:
        return left is not None and (left == right if case_sensitive else left.lower() == right.lower())

    for user in users_identified_by(name, pool):
        names = (user.username, user.id, *_names_by_attributes(pool, user))
        if any(same(one, name) for one in names):
            return user
    return None


def _names_by_attributes(pool: "CognitoIdpUserPool", user: "CognitoIdpUser") -> Iterator[str | None]:
    """Yield the attributes by which a user may sign in: an e-mail address or number that is an alias, once it is verified."""
    for attribute in pool.extended_config.get("UsernameAttributes", ()):
        yield user.attribute_lookup.get(attribute)
    for alias in pool.extended_config.get("AliasAttributes", ()):
        if alias == "preferred_username" or is_true(user.attribute_lookup.get(f"{alias}_verified")):
            yield user.attribute_lookup.get(alias)

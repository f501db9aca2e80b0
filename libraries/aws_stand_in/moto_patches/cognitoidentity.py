"""Identity pools: found by the id of a pool or of an identity, which is all that an unsigned request names."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakValueDictionary

from moto.cognitoidentity.models import CognitoIdentityBackend, CognitoIdentityPool, cognitoidentity_backends

from aws_stand_in.moto_patches.creation import after_creation
from aws_stand_in.moto_patches.current_account import current_account

pools_by_id: WeakValueDictionary[str, CognitoIdentityPool] = WeakValueDictionary()
"""The identity pools of all accounts, and some that are gone."""

identities_by_id: "WeakValueDictionary[str, PoolIdentity]" = WeakValueDictionary()
"""The identities of all pools, and some that are gone."""


@dataclass(eq=False, slots=True, weakref_slot=True)
class PoolIdentity:
    """An identity of a pool.

    Attributes:
        id: Its id, `<region>:<uuid>`.
        pool: Its pool, as moto keeps it.
        created_at: Epoch seconds.
        logins: The user's id by login provider; empty for an unauthenticated identity.
    """

    id: str
    pool: Any
    created_at: float
    logins: dict[str, str] = field(default_factory=dict)


class Identities:
    """The identities of a pool, found by their ids and by their logins."""

    def __init__(self) -> None:
        self._by_id: dict[str, PoolIdentity] = {}
        self._by_login: dict[tuple[str, str], PoolIdentity] = {}

    def __iter__(self) -> Iterator[PoolIdentity]:
        return iter(self._by_id.values())

    def add(self, identity: PoolIdentity, logins: Mapping[str, str]) -> None:
        """Add an identity with its logins: the user's ids by login provider."""
        self._by_id[identity.id] = identities_by_id[identity.id] = identity
        self.link(identity, logins)

    def link(self, identity: PoolIdentity, logins: Mapping[str, str]) -> None:
        """Give an identity more logins."""
        identity.logins.update(logins)
        for login in logins.items():
            self._by_login[login] = identity

    def remove(self, identity: PoolIdentity) -> None:
        """Remove an identity."""
        del self._by_id[identity.id], identities_by_id[identity.id]
        for login in identity.logins.items():
            self._by_login.pop(login, None)

    def with_id(self, identity_id: str) -> PoolIdentity | None:
        """Return the identity with an id; None if there is none."""
        return self._by_id.get(identity_id)

    def with_login(self, logins: Mapping[str, str]) -> PoolIdentity | None:
        """Return the identity that has one of these logins; None if there is none."""
        return next(filter(None, map(self._by_login.get, logins.items())), None)


def region_of(identifier: str) -> str:
    """Return the region in the id of a pool or of an identity."""
    return identifier.partition(":")[0]


def find_pool(pool_id: str) -> Any:
    """Return a pool that exists, None if there is none."""
    pool: Any = pools_by_id.get(pool_id)
    regions = cognitoidentity_backends.get(pool.account_id) if pool else None
    backend = regions.get(region_of(pool_id)) if regions else None
    return pool if backend and backend.identity_pools.get(pool_id) is pool else None


def find_identity(identity_id: str) -> PoolIdentity | None:
    """Return an identity whose pool exists, None if there is none."""
    identity = identities_by_id.get(identity_id)
    exists = identity is not None and find_pool(identity.pool.identity_pool_id) is identity.pool
    return identity if exists else None


def _register(pool: Any) -> None:
    pool.account_id = current_account.get()
    pool.identities = Identities()
    pool.roles = {}
    pools_by_id[pool.identity_pool_id] = pool


def _rename_pools() -> None:
    """Rename a pool when it is updated with another name: moto keeps the old one."""
    backend: Any = CognitoIdentityBackend
    update = backend.update_identity_pool

    def update_identity_pool(
        self: Any, identity_pool_id: str, identity_pool_name: str, *rest: Any, **options: Any
    ) -> Any:
        self.identity_pools[identity_pool_id].identity_pool_name = identity_pool_name
        return update(self, identity_pool_id, identity_pool_name, *rest, **options)

    backend.update_identity_pool = update_identity_pool


def apply() -> None:
    """Change moto."""
    after_creation(CognitoIdentityPool, _register)
    _rename_pools()

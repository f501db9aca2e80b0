"""The keys that sign the tokens of user pools: one that all pools share, until those of a pool are rotated."""

import json
import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from moto.cognitoidp.models import CognitoIdpUserPool

ALGORITHM = "RS256"
RSA_BITS = 2048
SHARED_KEY_ID = "dummy"
"""The id of the key that all pools share, as moto publishes it."""

_rotated: "WeakKeyDictionary[CognitoIdpUserPool, list[Any]]" = WeakKeyDictionary()
"""The keys of pools whose keys have been rotated, the one that signs last; the shared one is None."""


def rotate(pool: "CognitoIdpUserPool") -> None:
    """Let a new key sign the tokens of a pool; the keys before are published still."""
    from joserfc.jwk import RSAKey

    about: Any = {"kid": str(uuid.uuid4()), "use": "sig", "alg": ALGORITHM}
    new = RSAKey.generate_key(RSA_BITS, about)
    _rotated.setdefault(pool, [None]).append(new)


def withdraw_old(pool: "CognitoIdpUserPool") -> None:
    """Publish only the key that signs."""
    if pool in _rotated:
        del _rotated[pool][:-1]


def restore(pool: "CognitoIdpUserPool") -> None:
    """Let the shared key sign the tokens of a pool again, and publish no other."""
    _rotated.pop(pool, None)


def key_set(pool: "CognitoIdpUserPool") -> bytes | None:
    """Return the key set of a pool whose keys have been rotated, None for any other."""
    if pool not in _rotated:
        return None
    keys = [one for key in _rotated[pool] for one in ([key.as_dict(private=False)] if key else _shared())]
    return json.dumps({"keys": keys}).encode()


def signed_by_the_pool(pool: "CognitoIdpUserPool", claims: Mapping[str, Any]) -> str:
    """Return a token with these claims, signed by the key of a pool."""
    from joserfc import jwt

    key = _rotated.get(pool, [None])[-1]
    header = {"alg": ALGORITHM, "kid": key.kid if key else SHARED_KEY_ID}
    return jwt.encode(header, dict(claims), key or pool.json_web_key)


def verified_claims(pool: "CognitoIdpUserPool", token: str) -> dict[str, Any] | None:
    """Return the claims of a token that a published key of the pool has signed; None for any other."""
    from joserfc import jwt
    from joserfc.errors import JoseError

    for key in _rotated.get(pool, [None]):
        try:
            return dict(jwt.decode(token, key or pool.json_web_key, algorithms=[ALGORITHM]).claims)
        except (JoseError, ValueError):
            continue
    return None


def _shared() -> list[Any]:
    from moto.cognitoidp.responses import CognitoIdpJsonWebKeyResponse

    shared: list[Any] = json.loads(CognitoIdpJsonWebKeyResponse.json_web_key)["keys"]
    return shared

"""The keys of the stand-in's user pools, without a server."""

import json

import jwt

from api_gateway.signing_keys import UnknownKeyError
from support.reference_backend import signing_key


class PoolKeys:
    """The keys of the stand-in's user pools."""

    def find(self, key_id: str) -> jwt.PyJWK:
        """Return the only key."""
        if key_id != "dummy":
            raise UnknownKeyError(key_id)
        numbers = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(signing_key().public_key()))
        return jwt.PyJWK.from_dict({**numbers, "kid": "dummy", "alg": "RS256"})

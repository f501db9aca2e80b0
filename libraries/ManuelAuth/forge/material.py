"""What an attacker, or a test, has at hand when it forges a token."""

import functools
import json
import time
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ManuelAuth.forge.encoding import Signer, decode_segment, sign
from ManuelAuth.forge.keys import from_jwk
from ManuelAuth.forge.signing import rs256

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey


@dataclass(frozen=True)
class Material:
    """One good token, and what else a forgery is made of.

    Attributes:
        token: A token that the API accepts.
        other_token: The other one of the user's ID and access token.
        key_set_text: The key set that the user pool publishes, as it does.
        key_set_url: Where it publishes them.
        attacker_url: An address that the attacker serves a key set at.
        victim_id: The user whom the attacker wants to be.
        signing_key: The pool's private key, where the test has it.
    """

    token: str
    other_token: str
    key_set_text: bytes
    key_set_url: str
    attacker_url: str = "https://attacker.example/jwks.json"
    victim_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    signing_key: "RSAPrivateKey | None" = None

    @functools.cached_property
    def segments(self) -> tuple[str, str, str]:
        """Header, payload and signature of the good token, encoded."""
        header, payload, signature = self.token.split(".")
        return header, payload, signature

    @functools.cached_property
    def header(self) -> dict[str, Any]:
        """The header of the good token."""
        header: dict[str, Any] = json.loads(decode_segment(self.segments[0]))
        return header

    @functools.cached_property
    def claims(self) -> dict[str, Any]:
        """The claims of the good token."""
        claims: dict[str, Any] = json.loads(decode_segment(self.segments[1]))
        return claims

    @property
    def victims_claims(self) -> dict[str, Any]:
        """The claims of the good token, of another user."""
        return {**self.claims, "sub": self.victim_id}

    @property
    def client_claim(self) -> str:
        """The claim that names the app client: `aud` in an ID token, `client_id` in an access token."""
        return "client_id" if self.claims.get("token_use") == "access" else "aud"

    @functools.cached_property
    def public_key(self) -> "RSAPublicKey":
        """The pool's key that verifies the good token."""
        keys = json.loads(self.key_set_text)["keys"]
        jwk = next(key for key in keys if key["kid"] == self.header["kid"])
        return from_jwk(jwk)

    @property
    def now(self) -> int:
        """Epoch seconds."""
        return int(time.time())

    def with_header(self, signer: Signer, **members: Any) -> str:
        """The victim's claims under the good token's header with other members, signed by this signer."""
        return sign({**self.header, **members}, self.victims_claims, signer)

    def with_claims(self, **claims: Any) -> str:
        """The good token with other claims, signed with the pool's own key."""
        return self.signed_by_the_pool({**self.claims, **claims})

    def without_claims(self, *names: str) -> str:
        """The good token without some claims, signed with the pool's own key."""
        return self.signed_by_the_pool(
            {name: value for name, value in self.claims.items() if name not in names}
        )

    def signed_by_the_pool(self, payload: dict[str, Any] | bytes, **members: Any) -> str:
        """Any payload, under the good token's header with other members, signed with the pool's own key."""
        return sign({**self.header, **members}, payload, rs256(self.pool_key))

    @property
    def pool_key(self) -> "RSAPrivateKey":
        """The pool's private key.

        Raises:
            PermissionError: The test does not have it.
        """
        if self.signing_key is None:
            raise PermissionError(
                "This token has to be signed with the user pool's own key, which is not at hand."
            )
        return self.signing_key

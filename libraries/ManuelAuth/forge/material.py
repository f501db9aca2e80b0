"""What an attacker, or a test, can forge a token from."""

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
    """A genuine token, and everything else that a forgery is made from.

    Attributes:
        token: A token that the API accepts.
        other_token: The user's token of the other kind, ID or access.
        key_set_text: The key set exactly as the user pool publishes it.
        key_set_url: The address at which the pool publishes it.
        attacker_url: The address at which the attacker serves a key set.
        victim_id: The user that the attacker wants to impersonate.
        signing_key: The pool's private key, if the test has it.
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
        """Header, payload and signature of the genuine token, encoded."""
        header, payload, signature = self.token.split(".")
        return header, payload, signature

    @functools.cached_property
    def header(self) -> dict[str, Any]:
        """The header of the genuine token."""
        header: dict[str, Any] = json.loads(decode_segment(self.segments[0]))
        return header

    @functools.cached_property
    def claims(self) -> dict[str, Any]:
        """The claims of the genuine token."""
        claims: dict[str, Any] = json.loads(decode_segment(self.segments[1]))
        return claims

    @property
    def victims_claims(self) -> dict[str, Any]:
        """The claims of the genuine token, but for the victim."""
        return {**self.claims, "sub": self.victim_id}

    @property
    def client_claim(self) -> str:
        """The claim that names the app client: `aud` in an ID token, `client_id` in an access token."""
        return "client_id" if self.claims.get("token_use") == "access" else "aud"

    @functools.cached_property
    def public_key(self) -> "RSAPublicKey":
        """The pool's key that verifies the genuine token."""
        return from_jwk(self.public_jwk)

    @functools.cached_property
    def public_jwk(self) -> dict[str, Any]:
        """The same as the key set has it."""
        keys = json.loads(self.key_set_text)["keys"]
        jwk: dict[str, Any] = next(key for key in keys if key["kid"] == self.header["kid"])
        return jwk

    @property
    def now(self) -> int:
        """The current time in epoch seconds."""
        return int(time.time())

    def with_header(self, signer: Signer, **members: Any) -> str:
        """Return the victim's claims under the genuine header with other members, signed by this signer."""
        return sign({**self.header, **members}, self.victims_claims, signer)

    def with_claims(self, **claims: Any) -> str:
        """Return the genuine token with other claims, signed with the pool's own key."""
        return self.signed_by_the_pool({**self.claims, **claims})

    def without_claims(self, *names: str) -> str:
        """Return the genuine token without some claims, signed with the pool's own key."""
        return self.signed_by_the_pool(
            {name: value for name, value in self.claims.items() if name not in names}
        )

    def signed_by_the_pool(self, payload: dict[str, Any] | bytes, **members: Any) -> str:
        """Return any payload under the genuine header with other members, signed with the pool's own key."""
        return sign({**self.header, **members}, payload, rs256(self.pool_key))

    @property
    def pool_key(self) -> "RSAPrivateKey":
        """The pool's private key.

        Raises:
            PermissionError: The test does not have the key.
        """
        if self.signing_key is None:
            raise PermissionError(
                "This token must be signed with the user pool's own key, which is not available."
            )
        return self.signing_key

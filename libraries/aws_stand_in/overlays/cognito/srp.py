"""The server's side of the Secure Remote Password protocol in Cognito's version.

SRP-6a (RFC 5054) in the 3072-bit group with SHA-256, and with Cognito's own key derivation ("Caldera Derived Key")
and proof: an HMAC over pool, user, secret block and time. The client's side, for comparison:
`AuthenticationHelper.js` of amazon-cognito-identity-js, and pycognito.
"""

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass

from gmpy2 import powmod

N = int(
    "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B"
    "302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7EDEE386BFB5A899FA5AE9F24117C4B1FE6"
    "49286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F83655D23DCA3AD961C62F356208552BB9ED529077096966D"
    "670C354E4ABC9804F1746C08CA18217C32905E462E36CE3BE39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF695581718"
    "3995497CEA956AE515D2261898FA051015728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7D"
    "B3970F85A6E1E4C7ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864D87602733EC86A64521F2B18177B200C"
    "BBE117577A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF",
    16,
)
G = 2
_SECRET_BYTES = 32  # RFC 5054, 2.5.4: at least 256 bits
_SECRET_BLOCK_BYTES = 256


def _signed_bytes(number: int) -> bytes:
    """Write a number big-endian with a leading zero bit, as Java's BigInteger and Cognito's clients do."""
    return number.to_bytes(number.bit_length() // 8 + 1, "big")


def _hash(*parts: bytes) -> int:
    return int.from_bytes(hashlib.sha256(b"".join(parts)).digest(), "big")


K = _hash(_signed_bytes(N), _signed_bytes(G))


def _power(base: int, exponent: int) -> int:
    """Raise to a power modulo N, by GMP: eight times as fast as Python's `pow` for numbers of this size."""
    return int(powmod(base, exponent, N))


class InvalidClientValueError(ValueError):
    """The client's public value is not a number, or would reveal the key because it is zero modulo N."""


@dataclass(frozen=True, slots=True)
class Challenge:
    """What the server sends in the first step and keeps for the second.

    Attributes:
        group: The part of the pool id after the underscore, or the group of a device.
        user_id: USER_ID_FOR_SRP, or the key of a device.
        salt: SALT as a number.
        server_public: SRP_B as a number.
        secret_block: SECRET_BLOCK in base64.
        key: The shared key, which a client has only if it knows the password.
    """

    group: str
    user_id: str
    salt: int
    server_public: int
    secret_block: str
    key: bytes

    def proves(self, signature: str, timestamp: str, secret_block: str) -> bool:
        """Tell whether PASSWORD_CLAIM_SIGNATURE, TIMESTAMP and PASSWORD_CLAIM_SECRET_BLOCK prove that the client has the key."""
        message = b"".join(
            (
                self.group.encode(),
                self.user_id.encode(),
                base64.b64decode(self.secret_block),
                timestamp.encode(),
            )
        )
        expected = base64.b64encode(hmac.digest(self.key, message, "sha256")).decode()
        return hmac.compare_digest(expected.encode(), signature.encode()) and hmac.compare_digest(
            self.secret_block.encode(), secret_block.encode()
        )


def challenge(pool_id: str, user_id: str, password: str, client_public_hex: str, salt: int) -> Challenge:
    """Answer a client's first step.

    Args:
        pool_id: The pool's id, `region_name`.
        user_id: USER_ID_FOR_SRP of the user.
        password: The user's password.
        client_public_hex: SRP_A.
        salt: The user's salt.

    Raises:
        InvalidClientValueError: SRP_A is not a hexadecimal number, or is zero modulo N (RFC 5054, 2.5.4).
    """
    group = pool_id.partition("_")[2]
    identity = hashlib.sha256(f"{group}{user_id}:{password}".encode()).digest()
    verifier = _power(G, _hash(_signed_bytes(salt), identity))
    return challenge_by_verifier(group, user_id, verifier, client_public_hex, salt)


def challenge_by_verifier(
    group: str, user_id: str, verifier: int, client_public_hex: str, salt: int
) -> Challenge:
    """Answer the first step of a client whose password is not known, but what verifies it.

    Args:
        group: The part of the pool id after the underscore, or the group of a device.
        user_id: USER_ID_FOR_SRP of the user, or the key of a device.
        verifier: The verifier of the password.
        client_public_hex: SRP_A.
        salt: The salt of the verifier.

    Raises:
        InvalidClientValueError: SRP_A is not a hexadecimal number, or is zero modulo N (RFC 5054, 2.5.4).
    """
    try:
        client_public = int(client_public_hex, 16)
    except ValueError:
        raise InvalidClientValueError("SRP_A is not a hexadecimal number") from None
    if client_public % N == 0:
        raise InvalidClientValueError("SRP_A must not be zero modulo N")
    server_secret = int.from_bytes(secrets.token_bytes(_SECRET_BYTES), "big")
    server_public = (K * verifier + _power(G, server_secret)) % N
    mix = _hash(_signed_bytes(client_public), _signed_bytes(server_public))
    shared = _power(client_public * _power(verifier, mix), server_secret)
    return Challenge(
        group=group,
        user_id=user_id,
        salt=salt,
        server_public=server_public,
        secret_block=base64.b64encode(secrets.token_bytes(_SECRET_BLOCK_BYTES)).decode(),
        key=_derive_key(shared, mix),
    )


def _derive_key(shared: int, mix: int) -> bytes:
    extracted = hmac.digest(_signed_bytes(mix), _signed_bytes(shared), "sha256")
    return hmac.digest(extracted, b"Caldera Derived Key\x01", "sha256")[:16]

"""Signers for the algorithms that forgeries use (RFC 7518, section 3)."""

import hashlib
import hmac
from typing import TYPE_CHECKING

from ManuelAuth.forge.encoding import Signer

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey


def hs256(key: bytes) -> Signer:
    """Return a signer by HMAC with SHA-256."""
    return lambda data: hmac.new(key, data, hashlib.sha256).digest()


def rs256(key: "RSAPrivateKey") -> Signer:
    """Return a signer by RSASSA-PKCS1-v1_5 with SHA-256."""
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import padding

    return lambda data: key.sign(data, padding.PKCS1v15(), hashes.SHA256())


def rs512(key: "RSAPrivateKey") -> Signer:
    """Return a signer by RSASSA-PKCS1-v1_5 with SHA-512."""
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import padding

    return lambda data: key.sign(data, padding.PKCS1v15(), hashes.SHA512())


def ps256(key: "RSAPrivateKey") -> Signer:
    """Return a signer by RSASSA-PSS with SHA-256 and a salt as long as the hash."""
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import padding

    pss = padding.PSS(mgf=padding.MGF1(hashes.SHA256()), salt_length=hashes.SHA256.digest_size)
    return lambda data: key.sign(data, pss, hashes.SHA256())

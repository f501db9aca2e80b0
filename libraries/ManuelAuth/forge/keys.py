"""The attacker's key, and the user pool's key in every format."""

import functools
import gzip
import importlib.util
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ManuelAuth.forge.encoding import decode_segment, encode_segment

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey

RSA_BITS = 2048
PUBLIC_EXPONENT = 65537


@functools.cache
def attacker_key() -> "RSAPrivateKey":
    """Return the attacker's RSA key, the same for all forgeries of a process."""
    from cryptography.hazmat.primitives.asymmetric import rsa

    return rsa.generate_private_key(PUBLIC_EXPONENT, RSA_BITS)


@functools.cache
def attacker_certificate() -> bytes:
    """Return a self-signed certificate of the attacker's key, in DER."""
    return certificate_der(attacker_key().public_key())


def certificate_der(key: "RSAPublicKey") -> bytes:
    """Return a certificate of any key, in DER, that the attacker has signed."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.serialization import Encoding
    from cryptography.x509.oid import NameOID

    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "attacker.example")])
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
    )
    return builder.sign(attacker_key(), hashes.SHA256()).public_bytes(Encoding.DER)


def certificate_pem(certificate: bytes) -> bytes:
    """Return a certificate as `-----BEGIN CERTIFICATE-----`."""
    from ssl import DER_cert_to_PEM_cert

    return DER_cert_to_PEM_cert(certificate).encode()


def to_jwk(key: "RSAPublicKey", key_id: str) -> dict[str, str]:
    """Return a public RSA key as a JSON Web Key (RFC 7517)."""
    numbers = key.public_numbers()
    return {
        "kty": "RSA",
        "kid": key_id,
        "use": "sig",
        "alg": "RS256",
        "n": encode_segment(_to_bytes(numbers.n)),
        "e": encode_segment(_to_bytes(numbers.e)),
    }


def from_jwk(jwk: dict[str, Any]) -> "RSAPublicKey":
    """Return the RSA key of a JSON Web Key."""
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicNumbers

    return RSAPublicNumbers(_to_int(jwk["e"]), _to_int(jwk["n"])).public_key()


@functools.cache
def stand_in_signing_key() -> "RSAPrivateKey":
    """Return the private key that the AWS stand-in's Cognito signs with: the one that moto ships, which is no secret.

    Its factors are found in a tenth of the time with GMP's integers, and a key that is always the same needs no validation.
    """
    from cryptography.hazmat.primitives.asymmetric.rsa import (
        RSAPrivateNumbers,
        RSAPublicNumbers,
        rsa_crt_dmp1,
        rsa_crt_dmq1,
        rsa_crt_iqmp,
        rsa_recover_prime_factors,
    )
    from gmpy2 import mpz

    jwk = _moto_private_jwk()
    n, e, d = (_to_int(jwk[member]) for member in ("n", "e", "d"))
    p, q = map(int, rsa_recover_prime_factors(mpz(n), mpz(e), mpz(d)))
    numbers = RSAPrivateNumbers(
        p, q, d, rsa_crt_dmp1(d, p), rsa_crt_dmq1(d, q), rsa_crt_iqmp(p, q), RSAPublicNumbers(e, n)
    )
    return numbers.private_key(unsafe_skip_rsa_key_validation=True)


def spki_pem(key: "RSAPublicKey") -> bytes:
    """Return the key as `-----BEGIN PUBLIC KEY-----`, with a newline at the end, as tools write it."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def spki_der(key: "RSAPublicKey") -> bytes:
    """Return the same in DER."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def pkcs1_pem(key: "RSAPublicKey") -> bytes:
    """Return the key as `-----BEGIN RSA PUBLIC KEY-----`."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    return key.public_bytes(Encoding.PEM, PublicFormat.PKCS1)


def pkcs1_der(key: "RSAPublicKey") -> bytes:
    """Return the same in DER."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    return key.public_bytes(Encoding.DER, PublicFormat.PKCS1)


def modulus(key: "RSAPublicKey") -> bytes:
    """Return the modulus alone, big-endian."""
    return _to_bytes(key.public_numbers().n)


def _moto_private_jwk() -> dict[str, Any]:
    """Read the key from its file, since importing moto takes longer than everything else here."""
    specification = importlib.util.find_spec("moto")
    if specification is None or specification.origin is None:
        raise ModuleNotFoundError(
            "The signing key of the AWS stand-in ships with moto, which is not installed."
        )
    path = Path(specification.origin).parent / "cognitoidp" / "resources" / "jwks-private.json.gz"
    jwk: dict[str, Any] = json.loads(gzip.decompress(path.read_bytes()))
    return jwk


def _to_int(member: str) -> int:
    return int.from_bytes(decode_segment(member), "big")


def _to_bytes(number: int) -> bytes:
    return number.to_bytes((number.bit_length() + 7) // 8, "big")

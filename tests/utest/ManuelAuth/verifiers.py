"""Token verifiers: a correct one, and many that each lack one check.

A broken verifier accepts a token that it must refuse, or crashes on it, which a backend answers with status 500.
"""

import base64
import binascii
import hashlib
import hmac
import json
import json.scanner
import re
import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jwt
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding

from ManuelAuth.forge import keys

TOLERANCE = 60
Fetch = Callable[[str], dict[str, Any]]


class RefusedError(Exception):
    """The token is not accepted."""


def require(condition: object, reason: str) -> None:
    if not condition:
        raise RefusedError(reason)


@dataclass
class Verifier:
    """A correct verifier of ID tokens, as an authorizer of Cognito tokens should be."""

    key_set_text: bytes
    key_set_url: str
    issuer: str
    client_id: str
    fetch: Fetch

    def verify(self, token: str) -> dict[str, Any]:
        header_segment, payload_segment, signature_segment = self.split(token)
        header = self.parse_header(header_segment)
        self.check_critical(header)
        self.check_signature(header, f"{header_segment}.{payload_segment}".encode(), signature_segment)
        claims = self.parse_claims(payload_segment)
        self.check_claims(claims)
        return claims

    def split(self, token: str) -> list[str]:
        segments = token.split(".")
        require(len(segments) == 3, "not three segments")
        return segments

    def decode(self, segment: str) -> bytes:
        require(re.fullmatch(r"[A-Za-z0-9_-]+", segment), "not base64url")
        try:
            return base64.urlsafe_b64decode(segment + "=" * (-len(segment) % 4))
        except binascii.Error:
            raise RefusedError("not base64url") from None

    def parse_header(self, segment: str) -> dict[str, Any]:
        return self.parse_object(self.decode(segment))

    def parse_claims(self, segment: str) -> dict[str, Any]:
        return self.parse_object(self.decode(segment))

    def parse_object(self, text: bytes) -> dict[str, Any]:
        try:
            value = json.loads(text, object_pairs_hook=self.members)
        except (ValueError, RecursionError):
            raise RefusedError("not JSON") from None
        require(isinstance(value, dict), "not an object")
        return dict(value)

    def members(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        require(len(dict(pairs)) == len(pairs), "a member twice")
        return dict(pairs)

    def check_critical(self, header: dict[str, Any]) -> None:
        require("crit" not in header, "unknown critical extension")

    def check_signature(self, header: dict[str, Any], signing_input: bytes, signature: str) -> None:
        require(header.get("alg") == "RS256", "not RS256")
        self.check_rsa(self.find_key(header), signing_input, self.decode(signature))

    def find_key(self, header: dict[str, Any]) -> RSAPublicKey:
        key_id = header.get("kid")
        require(isinstance(key_id, str), "no key id")
        found = [key for key in json.loads(self.key_set_text)["keys"] if key["kid"] == key_id]
        require(found, "unknown key")
        return keys.from_jwk(found[0])

    def check_rsa(self, key: RSAPublicKey, signing_input: bytes, signature: bytes) -> None:
        try:
            key.verify(signature, signing_input, padding.PKCS1v15(), hashes.SHA256())
        except InvalidSignature:
            raise RefusedError("wrong signature") from None

    def check_claims(self, claims: dict[str, Any]) -> None:
        self.check_expiry(claims)
        self.check_not_before(claims)
        self.check_issued_at(claims)
        self.check_issuer(claims)
        self.check_client(claims)
        self.check_token_use(claims)
        self.check_subject(claims)

    def check_expiry(self, claims: dict[str, Any]) -> None:
        expiry = claims.get("exp")
        require(isinstance(expiry, int) and expiry > time.time(), "expired")

    def check_not_before(self, claims: dict[str, Any]) -> None:
        require(claims.get("nbf", 0) <= time.time() + TOLERANCE, "not valid yet")

    def check_issued_at(self, claims: dict[str, Any]) -> None:
        require(claims.get("iat", 0) <= time.time() + TOLERANCE, "not issued yet")

    def check_issuer(self, claims: dict[str, Any]) -> None:
        require(claims.get("iss") == self.issuer, "another issuer")

    def check_client(self, claims: dict[str, Any]) -> None:
        require(claims.get("aud") == self.client_id, "another client")

    def check_token_use(self, claims: dict[str, Any]) -> None:
        require(claims.get("token_use") == "id", "not an ID token")

    def check_subject(self, claims: dict[str, Any]) -> None:
        subject = claims.get("sub")
        require(isinstance(subject, str) and subject, "no user")


class IgnoresTheSignature(Verifier):
    def check_signature(self, header: dict[str, Any], signing_input: bytes, signature: str) -> None:
        pass


class ParsesBeforeItVerifies(Verifier):
    def split(self, token: str) -> list[str]:
        header, payload, signature = token.split(".")
        json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
        return [header, payload, signature]


class TakesAnythingNested(IgnoresTheSignature):
    """Crashes by recursion, as parsers in Python do; how deep the one in C of `json` gets depends on Python's version."""

    def parse_claims(self, segment: str) -> dict[str, Any]:
        decoder = json.JSONDecoder()
        decoder.scan_once = json.scanner.py_make_scanner(decoder)  # type: ignore[attr-defined]
        return dict(decoder.decode(self.decode(segment).decode()))

    def check_subject(self, claims: dict[str, Any]) -> None:
        pass


class SkipsAnEmptySignature(Verifier):
    def check_signature(self, header: dict[str, Any], signing_input: bytes, signature: str) -> None:
        if signature:
            super().check_signature(header, signing_input, signature)


class FillsMissingSegments(SkipsAnEmptySignature):
    def split(self, token: str) -> list[str]:
        return [*token.split("."), "", ""][:3]


class IgnoresMoreSegments(Verifier):
    def split(self, token: str) -> list[str]:
        return token.split(".")[:3]


class DefaultsAnEmptyHeader(IgnoresTheSignature):
    def parse_header(self, segment: str) -> dict[str, Any]:
        return super().parse_header(segment) if segment else {"alg": "RS256"}


class SplitsWithoutLooking(Verifier):
    def split(self, token: str) -> list[str]:
        header, payload, signature = token.split(".")
        return [header, payload, signature]


class SkipsWhatIsNotBase64(Verifier):
    def split(self, token: str) -> list[str]:
        return super().split(re.sub(r"[^A-Za-z0-9_.-]", "", token))


class TakesNone(Verifier):
    def algorithm(self, header: dict[str, Any]) -> Any:
        return header["alg"]

    def check_signature(self, header: dict[str, Any], signing_input: bytes, signature: str) -> None:
        if self.algorithm(header) != "none":
            super().check_signature(header, signing_input, signature)


class TakesNoneInAnyCase(TakesNone):
    def algorithm(self, header: dict[str, Any]) -> Any:
        return str(header["alg"]).lower()


class StripsTheAlgorithm(TakesNone):
    def algorithm(self, header: dict[str, Any]) -> Any:
        return str(header["alg"]).strip()


class TakesNoAlgorithm(TakesNone):
    def algorithm(self, header: dict[str, Any]) -> Any:
        return header.get("alg") or "none"


class TakesAListOfAlgorithms(TakesNone):
    def algorithm(self, header: dict[str, Any]) -> Any:
        return "none" if "none" in (header["alg"] or ()) else header["alg"]


class TakesHmac(Verifier):
    """Verifies HS256 with whatever it keeps as the key (algorithm confusion)."""

    def secret(self, header: dict[str, Any]) -> bytes:
        return keys.spki_pem(self.pool_key())

    def pool_key(self) -> RSAPublicKey:
        return keys.from_jwk(json.loads(self.key_set_text)["keys"][0])

    def check_signature(self, header: dict[str, Any], signing_input: bytes, signature: str) -> None:
        if header["alg"] != "HS256":
            super().check_signature(header, signing_input, signature)
            return
        expected = hmac.new(self.secret(header), signing_input, hashlib.sha256).digest()
        require(hmac.compare_digest(expected, self.decode(signature)), "wrong signature")


class TakesHmacOfPemWithoutNewline(TakesHmac):
    def secret(self, header: dict[str, Any]) -> bytes:
        return keys.spki_pem(self.pool_key()).strip()


class TakesHmacOfPemWithCrlf(TakesHmac):
    def secret(self, header: dict[str, Any]) -> bytes:
        return keys.spki_pem(self.pool_key()).replace(b"\n", b"\r\n")


class TakesHmacOfPkcs1(TakesHmac):
    def secret(self, header: dict[str, Any]) -> bytes:
        return keys.pkcs1_pem(self.pool_key())


class TakesHmacOfDer(TakesHmac):
    def secret(self, header: dict[str, Any]) -> bytes:
        return keys.spki_der(self.pool_key())


class TakesHmacOfPkcs1Der(TakesHmac):
    def secret(self, header: dict[str, Any]) -> bytes:
        return keys.pkcs1_der(self.pool_key())


class TakesHmacOfACertificate(TakesHmac):
    """Takes any certificate, if it is of the pool's key."""

    encoding = Encoding.PEM

    def secret(self, header: dict[str, Any]) -> bytes:
        certificate = x509.load_der_x509_certificate(base64.b64decode(header["x5c"][0]))
        require(certificate.public_key() == self.pool_key(), "certificate of another key")
        return certificate.public_bytes(self.encoding)


class TakesHmacOfACertificateInDer(TakesHmacOfACertificate):
    encoding = Encoding.DER


class TakesHmacOfTheJwk(TakesHmac):
    separators: tuple[str, str] | None = None

    def secret(self, header: dict[str, Any]) -> bytes:
        return json.dumps(self.jwk(), separators=self.separators).encode()

    def jwk(self) -> dict[str, Any]:
        (jwk,) = json.loads(self.key_set_text)["keys"]
        return dict(jwk)


class TakesHmacOfTheCompactJwk(TakesHmacOfTheJwk):
    separators = (",", ":")


class TakesHmacOfTheEncodedModulus(TakesHmacOfTheJwk):
    def secret(self, header: dict[str, Any]) -> bytes:
        return str(self.jwk()["n"]).encode()


class TakesHmacOfTheKeySet(TakesHmac):
    def secret(self, header: dict[str, Any]) -> bytes:
        return self.key_set_text


class TakesHmacOfTheModulus(TakesHmac):
    def secret(self, header: dict[str, Any]) -> bytes:
        return keys.modulus(self.pool_key())


class HasNoSecret(TakesHmac):
    def secret(self, header: dict[str, Any]) -> bytes:
        return b""


class HasAWeakSecret(TakesHmac):
    def secret(self, header: dict[str, Any]) -> bytes:
        return b"secret"


class ReadsTheKeyFromAFile(TakesHmac):
    def secret(self, header: dict[str, Any]) -> bytes:
        return (Path("/etc/ssl/keys") / header["kid"]).resolve().read_bytes()


class DefaultsABlankKeyId(TakesHmac):
    def secret(self, header: dict[str, Any]) -> bytes:
        return {"": b""}[header["kid"]]


class FindsTheKeyInADatabase(TakesHmac):
    def secret(self, header: dict[str, Any]) -> bytes:
        database = sqlite3.connect(":memory:")
        try:
            database.execute("CREATE TABLE keys (id TEXT, secret TEXT)")
            row = database.execute(f"SELECT secret FROM keys WHERE id = '{header['kid']}'").fetchone()
        finally:
            database.close()
        return str(row[0]).encode()


class TakesPsychicSignatures(Verifier):
    def check_signature(self, header: dict[str, Any], signing_input: bytes, signature: str) -> None:
        if header["alg"] != "ES256":
            super().check_signature(header, signing_input, signature)
            return
        require(self.numbers(self.decode(signature)) == (0, 0), "wrong signature")

    def numbers(self, signature: bytes) -> tuple[int, int]:
        return int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")


class TakesPsychicSignaturesInDer(TakesPsychicSignatures):
    def numbers(self, signature: bytes) -> tuple[int, int]:
        return decode_dss_signature(signature)


class TakesAnyRsaAlgorithm(Verifier):
    def check_signature(self, header: dict[str, Any], signing_input: bytes, signature: str) -> None:
        token = f"{signing_input.decode()}.{signature}"
        try:
            jwt.decode_complete(
                token,
                self.find_key(header),
                algorithms=["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"],
                options={"verify_aud": False},
            )
        except jwt.InvalidTokenError:
            raise RefusedError("wrong signature") from None


class IgnoresCriticalExtensions(Verifier):
    def check_critical(self, header: dict[str, Any]) -> None:
        pass


class TakesTheEmbeddedKey(Verifier):
    def find_key(self, header: dict[str, Any]) -> RSAPublicKey:
        return keys.from_jwk(header["jwk"]) if "jwk" in header else super().find_key(header)


class TakesTheEmbeddedCertificate(Verifier):
    def find_key(self, header: dict[str, Any]) -> RSAPublicKey:
        if "x5c" not in header:
            return super().find_key(header)
        key = x509.load_der_x509_certificate(base64.b64decode(header["x5c"][0])).public_key()
        assert isinstance(key, RSAPublicKey)
        return key


class FollowsAddresses(Verifier):
    member = "jku"

    def trusts(self, url: str) -> bool:
        return True

    def find_key(self, header: dict[str, Any]) -> RSAPublicKey:
        url = header.get(self.member)
        if url is None or not self.trusts(url):
            return super().find_key(header)
        return keys.from_jwk(self.fetch(url))


class FollowsCertificateAddresses(FollowsAddresses):
    member = "x5u"


class FollowsAddressesThatBeginRight(FollowsAddresses):
    def trusts(self, url: str) -> bool:
        scheme, _, rest = self.key_set_url.partition("://")
        return url.startswith(f"{scheme}://{rest.partition('/')[0].partition(':')[0]}")


class TakesUnknownKeys(Verifier):
    def check_signature(self, header: dict[str, Any], signing_input: bytes, signature: str) -> None:
        known = [key["kid"] for key in json.loads(self.key_set_text)["keys"]]
        if header.get("kid") in known:
            super().check_signature(header, signing_input, signature)


class LooksKeysUpInADictionary(Verifier):
    def find_key(self, header: dict[str, Any]) -> RSAPublicKey:
        by_id = {key["kid"]: key for key in json.loads(self.key_set_text)["keys"]}
        require(header["kid"] in by_id, "unknown key")
        return keys.from_jwk(by_id[header["kid"]])


class TakesKeyIdsForText(LooksKeysUpInADictionary):
    def find_key(self, header: dict[str, Any]) -> RSAPublicKey:
        header = {**header, "kid": header["kid"].strip()}
        return super().find_key(header)


class LooksForAKeyFile(Verifier):
    def find_key(self, header: dict[str, Any]) -> RSAPublicKey:
        require(not Path(f"/tmp/{header['kid']}.pem").exists(), "an old key")
        return super().find_key(header)


class AsksAShell(Verifier):
    def find_key(self, header: dict[str, Any]) -> RSAPublicKey:
        command = f"openssl rsa -pubin -in keys/{header['kid']}"
        if "|" in command:
            raise ChildProcessError(f"a shell would run: {command}")
        return super().find_key(header)


class IgnoresExpiry(Verifier):
    def check_expiry(self, claims: dict[str, Any]) -> None:
        pass


class TakesNoExpiryForNever(Verifier):
    def check_expiry(self, claims: dict[str, Any]) -> None:
        if claims.get("exp") is not None:
            super().check_expiry(claims)


class ComparesExpiryAsText(Verifier):
    def check_expiry(self, claims: dict[str, Any]) -> None:
        require(str(claims["exp"]) > str(int(time.time())), "expired")


class ComparesExpiryAsItIs(Verifier):
    def check_expiry(self, claims: dict[str, Any]) -> None:
        require(claims["exp"] > time.time(), "expired")


class TakesNegativeExpiryForNever(Verifier):
    def check_expiry(self, claims: dict[str, Any]) -> None:
        if claims["exp"] >= 0:
            super().check_expiry(claims)


class TakesTheLastOfTwoMembers(Verifier):
    def members(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        return dict(pairs)


class IgnoresNotBefore(Verifier):
    def check_not_before(self, claims: dict[str, Any]) -> None:
        pass


class IgnoresIssuedAt(Verifier):
    def check_issued_at(self, claims: dict[str, Any]) -> None:
        pass


class IgnoresIssuer(Verifier):
    def check_issuer(self, claims: dict[str, Any]) -> None:
        pass


class ComparesTheBeginningOfTheIssuer(Verifier):
    def check_issuer(self, claims: dict[str, Any]) -> None:
        require(claims["iss"].startswith(self.issuer), "another issuer")


class ComparesTheEndOfTheIssuer(Verifier):
    def check_issuer(self, claims: dict[str, Any]) -> None:
        require(claims["iss"].endswith(self.issuer.rpartition("/")[2]), "another issuer")


class IgnoresTheCaseOfTheIssuer(Verifier):
    def check_issuer(self, claims: dict[str, Any]) -> None:
        require(claims["iss"].lower() == self.issuer.lower(), "another issuer")


class DefaultsTheIssuer(Verifier):
    def check_issuer(self, claims: dict[str, Any]) -> None:
        require(claims.get("iss", self.issuer) == self.issuer, "another issuer")


class LooksForTheIssuerInAList(Verifier):
    def check_issuer(self, claims: dict[str, Any]) -> None:
        require(self.issuer in claims["iss"], "another issuer")


class IgnoresTheClient(Verifier):
    def check_client(self, claims: dict[str, Any]) -> None:
        pass


class ComparesTheBeginningOfTheClient(Verifier):
    def check_client(self, claims: dict[str, Any]) -> None:
        require(claims["aud"].startswith(self.client_id), "another client")


class LooksForTheClientInText(Verifier):
    def check_client(self, claims: dict[str, Any]) -> None:
        require(claims["aud"] in self.client_id, "another client")


class IgnoresTheCaseOfTheClient(Verifier):
    def check_client(self, claims: dict[str, Any]) -> None:
        require(claims["aud"].lower() == self.client_id.lower(), "another client")


class LooksForTheClientInEitherClaim(Verifier):
    def check_client(self, claims: dict[str, Any]) -> None:
        require(self.client_id in (claims.get("aud"), claims.get("client_id")), "another client")


class DefaultsTheClient(Verifier):
    def check_client(self, claims: dict[str, Any]) -> None:
        require(claims.get("aud", self.client_id) == self.client_id, "another client")


class TakesEitherKindOfToken(Verifier):
    def check_client(self, claims: dict[str, Any]) -> None:
        require(self.client_id in (claims.get("aud"), claims.get("client_id")), "another client")

    def check_token_use(self, claims: dict[str, Any]) -> None:
        pass


class IgnoresTokenUse(Verifier):
    def check_token_use(self, claims: dict[str, Any]) -> None:
        pass


class IgnoresTheCaseOfTokenUse(Verifier):
    def check_token_use(self, claims: dict[str, Any]) -> None:
        require(claims["token_use"].lower() == "id", "not an ID token")


class DefaultsTokenUse(Verifier):
    def check_token_use(self, claims: dict[str, Any]) -> None:
        require(claims.get("token_use", "id") == "id", "not an ID token")


class DefaultsTheUser(Verifier):
    def check_subject(self, claims: dict[str, Any]) -> None:
        require(isinstance(claims.get("sub", "default"), str) and claims.get("sub", "default"), "no user")


class TakesAnEmptyUser(Verifier):
    def check_subject(self, claims: dict[str, Any]) -> None:
        require(isinstance(claims["sub"], str), "no user")


class TakesAnythingForAUser(Verifier):
    def check_subject(self, claims: dict[str, Any]) -> None:
        require(claims["sub"], "no user")


class TakesAnyPayload(Verifier):
    def parse_claims(self, segment: str) -> dict[str, Any]:
        claims: dict[str, Any] = json.loads(self.decode(segment))
        return claims


ACCEPTED_BY: dict[str, type[Verifier]] = {
    "subject-changed": IgnoresTheSignature,
    "admin-group-added": IgnoresTheSignature,
    "signature-first-byte-flipped": IgnoresTheSignature,
    "signature-last-byte-flipped": IgnoresTheSignature,
    "signature-truncated": IgnoresTheSignature,
    "signature-halved": IgnoresTheSignature,
    "signature-zero": IgnoresTheSignature,
    "signature-empty": SkipsAnEmptySignature,
    "signature-segment-missing": FillsMissingSegments,
    "four-segments": IgnoresMoreSegments,
    "header-empty": DefaultsAnEmptyHeader,
    "payload-empty": ParsesBeforeItVerifies,
    "empty": SplitsWithoutLooking,
    "null": SplitsWithoutLooking,
    "payload-not-base64": SkipsWhatIsNotBase64,
    "deeply-nested-payload": TakesAnythingNested,
    "alg-none": TakesNone,
    "alg-none-title-case": TakesNoneInAnyCase,
    "alg-none-upper-case": TakesNoneInAnyCase,
    "alg-none-mixed-case": TakesNoneInAnyCase,
    "alg-none-with-blank": StripsTheAlgorithm,
    "alg-none-with-a-signature": TakesNone,
    "alg-missing": TakesNoAlgorithm,
    "alg-empty": TakesNoAlgorithm,
    "alg-null": TakesNoAlgorithm,
    "alg-list": TakesAListOfAlgorithms,
    "hs256-signed-with-the-public-key": TakesHmac,
    "hs256-signed-with-the-public-key-without-newline": TakesHmacOfPemWithoutNewline,
    "hs256-signed-with-the-public-key-crlf": TakesHmacOfPemWithCrlf,
    "hs256-signed-with-the-public-key-pkcs1": TakesHmacOfPkcs1,
    "hs256-signed-with-the-public-key-der": TakesHmacOfDer,
    "hs256-signed-with-the-public-key-pkcs1-der": TakesHmacOfPkcs1Der,
    "hs256-signed-with-a-certificate": TakesHmacOfACertificate,
    "hs256-signed-with-a-certificate-der": TakesHmacOfACertificateInDer,
    "hs256-signed-with-the-jwk": TakesHmacOfTheJwk,
    "hs256-signed-with-the-compact-jwk": TakesHmacOfTheCompactJwk,
    "hs256-signed-with-the-encoded-modulus": TakesHmacOfTheEncodedModulus,
    "hs256-signed-with-the-key-set": TakesHmacOfTheKeySet,
    "hs256-signed-with-the-modulus": TakesHmacOfTheModulus,
    "hs256-empty-key": HasNoSecret,
    "hs256-weak-secret": HasAWeakSecret,
    "es256-psychic-signature": TakesPsychicSignatures,
    "es256-psychic-signature-der": TakesPsychicSignaturesInDer,
    "ps256-signed-with-the-right-key": TakesAnyRsaAlgorithm,
    "rs512-signed-with-the-right-key": TakesAnyRsaAlgorithm,
    "self-signed": IgnoresTheSignature,
    "self-signed-without-kid": TakesUnknownKeys,
    "embedded-jwk": TakesTheEmbeddedKey,
    "jku-of-the-attacker": FollowsAddresses,
    "jku-behind-the-pools-name": FollowsAddressesThatBeginRight,
    "jku-under-the-pools-name": FollowsAddressesThatBeginRight,
    "x5u-of-the-attacker": FollowsCertificateAddresses,
    "x5c-of-the-attacker": TakesTheEmbeddedCertificate,
    "kid-path-traversal": ReadsTheKeyFromAFile,
    "kid-dev-null": ReadsTheKeyFromAFile,
    "kid-blank": DefaultsABlankKeyId,
    "kid-sql-injection": FindsTheKeyInADatabase,
    "kid-command-injection": AsksAShell,
    "kid-unknown": TakesUnknownKeys,
    "kid-integer": TakesKeyIdsForText,
    "kid-null": TakesKeyIdsForText,
    "kid-list": LooksKeysUpInADictionary,
    "kid-object": LooksKeysUpInADictionary,
    "kid-long": LooksForAKeyFile,
    "critical-extension-unknown": IgnoresCriticalExtensions,
    "expired": IgnoresExpiry,
    "expiry-missing": TakesNoExpiryForNever,
    "expiry-text": ComparesExpiryAsText,
    "expiry-null": TakesNoExpiryForNever,
    "expiry-list": ComparesExpiryAsItIs,
    "expiry-negative": TakesNegativeExpiryForNever,
    "expiry-twice": TakesTheLastOfTwoMembers,
    "not-yet-valid": IgnoresNotBefore,
    "issued-in-the-future": IgnoresIssuedAt,
    "issuer-of-another-pool": IgnoresIssuer,
    "issuer-with-a-suffix": ComparesTheBeginningOfTheIssuer,
    "issuer-with-another-host": ComparesTheEndOfTheIssuer,
    "issuer-in-another-letter-case": IgnoresTheCaseOfTheIssuer,
    "issuer-missing": DefaultsTheIssuer,
    "issuer-list": LooksForTheIssuerInAList,
    "client-of-another-app": IgnoresTheClient,
    "client-with-a-suffix": ComparesTheBeginningOfTheClient,
    "client-inside-the-genuine-one": LooksForTheClientInText,
    "client-in-another-letter-case": IgnoresTheCaseOfTheClient,
    "client-in-the-other-claim": LooksForTheClientInEitherClaim,
    "client-missing": DefaultsTheClient,
    "other-kind-of-token": TakesEitherKindOfToken,
    "token-use-changed": IgnoresTokenUse,
    "token-use-upper-case": IgnoresTheCaseOfTokenUse,
    "token-use-missing": DefaultsTokenUse,
    "subject-missing": DefaultsTheUser,
    "subject-empty": TakesAnEmptyUser,
    "subject-object": TakesAnythingForAUser,
    "subject-twice": TakesTheLastOfTwoMembers,
    "payload-list": TakesAnyPayload,
    "payload-text": TakesAnyPayload,
}

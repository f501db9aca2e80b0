"""How an object is encrypted: what a request asks for, what its bucket prescribes, what responses say.

Nothing is encrypted here. Source: Amazon S3 User Guide, "Protecting data with server-side encryption".
"""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aws_stand_in.overlays.s3.call import S3Call
from aws_stand_in.overlays.s3.checksums import checksum_of
from aws_stand_in.overlays.s3.errors import S3Error, access_denied, invalid_argument, invalid_request
from aws_stand_in.overlays.s3.kms_keys import encrypting_key

PREFIX = "x-amz-server-side-encryption"
CUSTOMER = f"{PREFIX}-customer"
_DOUBLE = "aws:kms:dsse"
"""Encryption in two layers, for which no bucket has a key: Amazon S3 User Guide, "Using dual-layer server-side encryption"."""
KMS = ("aws:kms", _DOUBLE)
CUSTOMER_KEYS = "SSE-C"
"""What a bucket may block. Source: Amazon S3 User Guide, "Blocking or unblocking SSE-C for a general purpose bucket"."""
S3_MANAGED = "AES256"
_KEY_SIZE = 32


@dataclass(frozen=True, kw_only=True, slots=True)
class Encryption:
    """How an object is encrypted.

    Attributes:
        algorithm: `AES256`, `aws:kms` or `aws:kms:dsse`; None if the caller has the key.
        kms_key_id: The ARN of a key of KMS.
        bucket_key: Whether the bucket has a key of its own for it.
        customer_key_md5: The MD5 hash of the caller's key.
    """

    algorithm: str | None = S3_MANAGED
    kms_key_id: str | None = None
    bucket_key: bool = False
    customer_key_md5: str | None = None

    @property
    def headers(self) -> dict[str, str]:
        """It as headers of a response."""
        if self.customer_key_md5:
            return {f"{CUSTOMER}-algorithm": "AES256", f"{CUSTOMER}-key-md5": self.customer_key_md5}
        found = {PREFIX: self.algorithm or S3_MANAGED}
        if self.kms_key_id:
            found[f"{PREFIX}-aws-kms-key-id"] = self.kms_key_id
        if self.bucket_key:
            found[f"{PREFIX}-bucket-key-enabled"] = "true"
        return found


def encryption_of(call: S3Call, fields: Mapping[str, str]) -> Encryption:
    """Return the encryption that a request asks for, or else the one that its bucket prescribes."""
    if customer_key := customer_key_of(fields, CUSTOMER):
        if PREFIX in fields:
            raise invalid_argument(
                "Server Side Encryption with Customer provided key is incompatible with the encryption method specified",
                PREFIX,
                fields[PREFIX],
            )
        if CUSTOMER_KEYS in blocked_types(_rule_of(call.bucket)):
            raise access_denied()
        return Encryption(algorithm=None, customer_key_md5=customer_key)
    algorithm, key_id = fields.get(PREFIX), fields.get(f"{PREFIX}-aws-kms-key-id")
    if algorithm is not None and algorithm not in (S3_MANAGED, *KMS):
        raise S3Error(
            "InvalidEncryptionAlgorithmError",
            "The Encryption request you specified is not valid. Supported value: AES256.",
        )
    if key_id and algorithm not in KMS:
        raise invalid_argument(
            "Server Side Encryption with AWS KMS managed key requires HTTP header x-amz-server-side-encryption : aws:kms",
            PREFIX,
            algorithm or "null",
        )
    if algorithm is None:
        return _prescribed(call, fields)
    return _encryption(call, algorithm, key_id, bucket_key=_wants_bucket_key(call, fields))


def _prescribed(call: S3Call, fields: Mapping[str, str]) -> Encryption:
    default = _rule_of(call.bucket).get("ApplyServerSideEncryptionByDefault") or {}
    algorithm, key_id = default.get("SSEAlgorithm", S3_MANAGED), default.get("KMSMasterKeyID")
    return _encryption(call, algorithm, key_id, bucket_key=_wants_bucket_key(call, fields))


def _wants_bucket_key(call: S3Call, fields: Mapping[str, str]) -> bool:
    """Tell whether a key of the bucket is used: as the request says, or else as the bucket does."""
    asked = fields.get(f"{PREFIX}-bucket-key-enabled")
    return uses_bucket_key(_rule_of(call.bucket)) if asked is None else asked.lower() == "true"


def _rule_of(bucket: Any) -> Mapping[str, Any]:
    """Return how a bucket encrypts, as moto has read it."""
    rule: Mapping[str, Any] = (bucket.encryption or {}).get("Rule", {})
    return rule


def uses_bucket_key(rule: Mapping[str, Any]) -> bool:
    """Tell whether a rule of moto lets a bucket have a key of its own."""
    return str(rule.get("BucketKeyEnabled", "")).lower() == "true"


def blocked_types(rule: Mapping[str, Any]) -> list[str]:
    """Return the kinds of encryption that a rule of moto refuses, such as `SSE-C`."""
    named: str | list[str] = (rule.get("BlockedEncryptionTypes") or {}).get("EncryptionType", [])
    return [named] if isinstance(named, str) else named


def _encryption(call: S3Call, algorithm: str, key_id: str | None, *, bucket_key: bool) -> Encryption:
    if algorithm not in KMS:
        return Encryption(algorithm=algorithm)
    is_of_bucket = bucket_key and algorithm != _DOUBLE
    return Encryption(algorithm=algorithm, kms_key_id=encrypting_key(call, key_id), bucket_key=is_of_bucket)


def customer_key_of(fields: Mapping[str, str], prefix: str) -> str | None:
    """Return the MD5 hash of the caller's own key; None if there is none."""
    algorithm, key, stated = (fields.get(f"{prefix}-{name}") for name in ("algorithm", "key", "key-md5"))
    if not (algorithm or key or stated):
        return None
    if not algorithm:
        raise _wrong_key("must provide a valid encryption algorithm.")
    if not key:
        raise _wrong_key("must provide an appropriate secret key.")
    if algorithm != S3_MANAGED:
        raise S3Error(
            "InvalidEncryptionAlgorithmError",
            "The Encryption request you specified is not valid. Supported value: AES256.",
            ArgumentName=PREFIX,
            ArgumentValue=algorithm,
        )
    return _hash_of_key(key, stated or "")


def _wrong_key(lack: str) -> S3Error:
    return invalid_argument(
        f"Requests specifying Server Side Encryption with Customer provided keys {lack}", PREFIX
    )


def _hash_of_key(key: str, stated: str) -> str:
    try:
        decoded = base64.b64decode(key, validate=True)
    except ValueError:
        decoded = b""
    if len(decoded) != _KEY_SIZE:
        raise invalid_argument("The secret key was invalid for the specified algorithm.", PREFIX)
    if checksum_of(decoded, "MD5").value != stated:
        raise invalid_argument(
            "The calculated MD5 hash of the key did not match the hash that was provided.", PREFIX
        )
    return stated


def check_reading(fields: Mapping[str, str]) -> None:
    """Refuse a request to read that says how to encrypt.

    Source: Amazon S3 API reference, GetObject, HeadObject and GetObjectAttributes.
    """
    if PREFIX in fields:
        raise invalid_argument(
            f"{PREFIX} header is not supported for this operation.", PREFIX, fields[PREFIX]
        )


def check_customer_key(held: str | None, given: str | None, refusal: str = "Access Denied") -> None:
    """Refuse to read an object without the key that it was written with."""
    if held is None:
        if given:
            raise invalid_request("The encryption parameters are not applicable to this object.")
        return
    if given is None:
        raise invalid_request(
            "The object was stored using a form of Server Side Encryption. The correct parameters must be provided to "
            "retrieve the object."
        )
    if held != given:
        raise access_denied(refusal)

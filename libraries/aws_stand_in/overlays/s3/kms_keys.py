"""The keys of KMS that objects are encrypted with: named by id, ARN or alias, and refused if they cannot be used.

Nothing is encrypted here. Source: AWS KMS API reference, GenerateDataKey and Decrypt; Amazon S3 User Guide, "Using server-side
encryption with AWS KMS keys (SSE-KMS)"; the words are those of LocalStack 4.14.0, services/s3/utils.py, which is validated
against AWS.
"""

import re
from dataclasses import dataclass
from typing import Any

from aws_stand_in.overlays.s3.call import S3Call
from aws_stand_in.overlays.s3.errors import S3Error, access_denied

MANAGED = "alias/aws/s3"
"""The key that AWS manages for an account."""
_SYMMETRIC = "SYMMETRIC_DEFAULT"
_ARN = re.compile(r"arn:[\w-]+:kms:(?P<region>[\w-]+):(?P<account>\d{12}):(?P<resource>(?:key|alias)/.+)")
_KEY_ID = re.compile(r"(mrk-[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})")


@dataclass(frozen=True, slots=True)
class _KeyName:
    """Where a key is said to be.

    Attributes:
        region: The region.
        resource: `key/` and its id, or `alias/` and a name.
    """

    region: str
    resource: str


def encrypting_key(call: S3Call, named: str | None) -> str:
    """Return the ARN of the key that a new object of the bucket is encrypted with.

    Args:
        call: The request.
        named: The id, ARN or alias of the key; None for the one that AWS manages.

    Raises:
        S3Error: There is no such key in the region of the bucket, or it cannot encrypt.
    """
    key = _find(call, named or MANAGED)
    _require_enabled(key)
    if key.key_spec != _SYMMETRIC:
        raise S3Error(
            "KMS.InvalidKeyUsageException",
            f"{key.arn} key usage is {key.key_usage} which is not valid for GenerateDataKey.",
        )
    return str(key.arn)


def require_decrypting_key(call: S3Call, arn: str | None) -> None:
    """Refuse to read an object whose key can no longer be used.

    Args:
        call: The request.
        arn: The ARN of the object's key; None if it is encrypted without KMS.

    Raises:
        S3Error: The key is disabled, or is to be deleted or was.
    """
    found = _ARN.fullmatch(arn or "")
    if found is not None:
        _require_enabled(_key_at(call, _KeyName(found["region"], found["resource"])))


def _find(call: S3Call, named: str) -> Any:
    region = str(call.bucket.region_name)
    found = _ARN.fullmatch(named)
    if found is None:
        return _key_at(call, _KeyName(region, named if named.startswith("alias/") else f"key/{named}"))
    if found["region"] != region:
        raise _not_found(f"Invalid arn {found['region']}")
    if found["account"] != call.aws.account_id:
        raise access_denied(
            "The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not "
            "allowed to access."
        )
    return _key_at(call, _KeyName(region, found["resource"]))


def _key_at(call: S3Call, name: _KeyName) -> Any:
    from moto.kms.models import kms_backends

    keys: Any = kms_backends[call.aws.account_id][name.region]
    prefix = f"arn:{call.bucket.partition}:kms:{name.region}:{call.aws.account_id}:"
    if name.resource.startswith("alias/"):
        key_id = keys.get_key_id_from_alias(name.resource)
        if key_id is None:
            raise _not_found(f"Alias {prefix}{name.resource} is not found.")
        return keys.keys[key_id]
    key_id = name.resource.removeprefix("key/")
    if key_id in keys.keys:
        return keys.keys[key_id]
    if _KEY_ID.fullmatch(key_id):
        raise _not_found(f"Key '{prefix}{name.resource}' does not exist")
    raise _not_found(f"Invalid keyId '{key_id}'")


def _require_enabled(key: Any) -> None:
    if key.key_state == "PendingDeletion":
        raise S3Error("KMS.KMSInvalidStateException", f"{key.arn} is pending deletion.")
    if key.key_state != "Enabled":
        raise S3Error("KMS.DisabledException", f"{key.arn} is disabled.")


def _not_found(message: str) -> S3Error:
    return S3Error("KMS.NotFoundException", message)

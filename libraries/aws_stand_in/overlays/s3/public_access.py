"""What keeps a bucket private: disabled ACLs, and Block Public Access.

Block Public Access of a whole account is not imitated. Source: Amazon S3 User Guide, "Blocking public access to your Amazon S3
storage", "Controlling ownership of objects and disabling ACLs for your bucket", and "Troubleshoot access denied (403 Forbidden)
errors in Amazon S3" for the words.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from aws_stand_in.overlays.s3.acls import (
    acl_of,
    canned_acl,
    is_of_owner_alone,
    is_public_acl,
    private_acl,
    wanted_acl,
)
from aws_stand_in.overlays.s3.call import S3Call
from aws_stand_in.overlays.s3.errors import S3Error, access_denied
from aws_stand_in.overlays.s3.policies import is_public

if TYPE_CHECKING:
    from moto.s3.models import FakeAcl

ENFORCED = "BucketOwnerEnforced"
"""The object ownership with which ACLs are disabled, as they are in new buckets."""
_OWNERS = "bucket-owner-full-control"
_PREVENTED = "Access Denied because {} prevented by the {} setting in S3 Block Public Access."


# -------------------------------------------------------------------------------------------------------- ACLs


def acl_of_new_object(call: S3Call, fields: Mapping[str, str]) -> "FakeAcl | None":
    """Return the ACL of a new object; None for its owner alone.

    Args:
        call: The request, which names the bucket and the key.
        fields: Headers or fields of a form, names in lower case.

    Raises:
        S3Error: The ACL is invalid, or the bucket does not allow it.
    """
    acl = acl_of(fields)
    if acl is None:
        return None
    if _is_enforced(call.bucket):
        named = canned_acl(fields)
        if named != _OWNERS and (named or not is_of_owner_alone(acl)):
            raise _not_supported()
        return None
    _require_unblocked(call.bucket, acl)
    return acl


def replacing_acl(call: S3Call) -> "FakeAcl":
    """Return the ACL with which a request replaces another one.

    Raises:
        S3Error: The ACL is invalid, or the bucket does not allow it.
    """
    acl = wanted_acl(call)
    if _is_enforced(call.bucket):
        raise _not_supported()
    _require_unblocked(call.bucket, acl)
    return acl


def check_acl_of_new_bucket(ownership: str, fields: Mapping[str, str], acl: "FakeAcl | None") -> None:
    """Refuse a bucket whose ACL contradicts its object ownership or Block Public Access."""
    if acl is None:
        return
    if ownership == ENFORCED and canned_acl(fields) not in ("private", _OWNERS):
        raise _contradicts_ownership()
    if is_public_acl(acl):
        raise S3Error(
            "InvalidBucketAclWithBlockPublicAccessError",
            "Bucket cannot have public ACLs set with BlockPublicAccess enabled",
        )


def check_ownership(bucket: Any, ownership: str) -> None:
    """Refuse to disable ACLs while that of the bucket grants access to others than the owner."""
    if ownership == ENFORCED and bucket.acl is not None and not is_of_owner_alone(bucket.acl):
        raise _contradicts_ownership()


def effective_acl(bucket: Any, acl: "FakeAcl | None") -> "FakeAcl | None":
    """Return the ACL in effect: the owner's alone where ACLs are disabled."""
    return private_acl() if _is_enforced(bucket) else acl


def grants_public_access(bucket: Any) -> bool:
    """Return whether ACLs of a bucket and its objects can grant public access."""
    return not (_is_enforced(bucket) or _blocks(bucket, "ignore_public_acls"))


# ------------------------------------------------------------------------------------------------------------ policies


def check_public_policy(bucket: Any, policy: bytes) -> None:
    """Refuse a public policy if the bucket blocks such policies."""
    if _blocks(bucket, "block_public_policy") and is_public(policy):
        raise access_denied(_PREVENTED.format("public policies are", "BlockPublicPolicy"))


def restricts_policy(bucket: Any) -> bool:
    """Return whether a public policy of a bucket applies only to its account and services of AWS."""
    return _blocks(bucket, "restrict_public_buckets")


# --------------------------------------------------------------------------------------------------------------- parts


def _require_unblocked(bucket: Any, acl: "FakeAcl") -> None:
    if _blocks(bucket, "block_public_acls") and is_public_acl(acl):
        raise access_denied(_PREVENTED.format("public access control lists (ACLs) are", "BlockPublicAcls"))


def _blocks(bucket: Any, setting: str) -> bool:
    return bool(getattr(bucket.public_access_block, setting, False))


def _is_enforced(bucket: Any) -> bool:
    return bool(bucket.ownership_rule == ENFORCED)


def _not_supported() -> S3Error:
    return S3Error("AccessControlListNotSupported", "The bucket does not allow ACLs")


def _contradicts_ownership() -> S3Error:
    return S3Error(
        "InvalidBucketAclWithObjectOwnership",
        "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting",
    )

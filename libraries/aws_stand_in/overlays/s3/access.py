"""Authorization of S3 requests by ACLs and bucket policies.

Anonymous callers need a public ACL or policy. The policies of IAM are not evaluated: what a bucket's policy does not deny to a
user or a role of the account is allowed.
"""

from typing import Any

from aws_stand_in.accounts import access_key_of
from aws_stand_in.overlays.s3.call import S3Call
from aws_stand_in.overlays.s3.condition_keys import RequestContext
from aws_stand_in.overlays.s3.errors import access_denied
from aws_stand_in.overlays.s3.objects import find_version
from aws_stand_in.overlays.s3.policies import WantedAction, said_by
from aws_stand_in.overlays.s3.principals import caller_with
from aws_stand_in.overlays.s3.public_access import grants_public_access, restricts_policy
from iam_policy.evaluation import PolicyVerdict

_ACTIONS = {
    **{
        f"{verb}Bucket{kind}Configuration{plural}": f"{permission}{kind}Configuration"
        for kind in ("Analytics", "IntelligentTiering", "Inventory", "Metrics")
        for verb, plural, permission in (
            ("Put", "", "Put"),
            ("Get", "", "Get"),
            ("Delete", "", "Put"),
            ("List", "s", "Get"),
        )
    },
    "CompleteMultipartUpload": "PutObject",
    "CopyObject": "PutObject",
    "CreateMultipartUpload": "PutObject",
    "DeleteBucketCors": "PutBucketCORS",
    "DeleteBucketEncryption": "PutEncryptionConfiguration",
    "DeleteBucketLifecycle": "PutLifecycleConfiguration",
    "DeleteBucketOwnershipControls": "PutBucketOwnershipControls",
    "DeleteBucketReplication": "PutReplicationConfiguration",
    "DeleteBucketTagging": "PutBucketTagging",
    "DeletePublicAccessBlock": "PutBucketPublicAccessBlock",
    "GetBucketAccelerateConfiguration": "GetAccelerateConfiguration",
    "GetBucketCors": "GetBucketCORS",
    "GetBucketEncryption": "GetEncryptionConfiguration",
    "GetBucketLifecycleConfiguration": "GetLifecycleConfiguration",
    "GetBucketNotificationConfiguration": "GetBucketNotification",
    "GetBucketReplication": "GetReplicationConfiguration",
    "GetObjectAttributes": "GetObject",
    "GetObjectLockConfiguration": "GetBucketObjectLockConfiguration",
    "GetPublicAccessBlock": "GetBucketPublicAccessBlock",
    "HeadBucket": "ListBucket",
    "HeadObject": "GetObject",
    "ListMultipartUploads": "ListBucketMultipartUploads",
    "ListObjects": "ListBucket",
    "ListObjectsV2": "ListBucket",
    "ListObjectVersions": "ListBucketVersions",
    "ListParts": "ListMultipartUploadParts",
    "PutBucketAccelerateConfiguration": "PutAccelerateConfiguration",
    "PutBucketCors": "PutBucketCORS",
    "PutBucketEncryption": "PutEncryptionConfiguration",
    "PutBucketLifecycleConfiguration": "PutLifecycleConfiguration",
    "PutBucketNotificationConfiguration": "PutBucketNotification",
    "PutBucketReplication": "PutReplicationConfiguration",
    "PutObjectLockConfiguration": "PutBucketObjectLockConfiguration",
    "PutPublicAccessBlock": "PutBucketPublicAccessBlock",
    "SelectObjectContent": "GetObject",
    "UploadPart": "PutObject",
    "UploadPartCopy": "PutObject",
}
"""The action of an operation whose name is another one. Source: Service authorization reference, "Amazon S3"."""

_ON_VERSIONS = {
    "DeleteObject": "DeleteObjectVersion",
    "DeleteObjectTagging": "DeleteObjectVersionTagging",
    "GetObject": "GetObjectVersion",
    "GetObjectAcl": "GetObjectVersionAcl",
    "GetObjectTagging": "GetObjectVersionTagging",
    "PutObjectAcl": "PutObjectVersionAcl",
    "PutObjectTagging": "PutObjectVersionTagging",
}
"""The action that a request with the id of a version needs instead."""

_PERMISSIONS_OF_BUCKETS = {
    "DeleteObject": "WRITE",
    "GetBucketAcl": "READ_ACP",
    "ListBucket": "READ",
    "ListBucketMultipartUploads": "READ",
    "ListBucketVersions": "READ",
    "PutBucketAcl": "WRITE_ACP",
    "PutObject": "WRITE",
}
_PERMISSIONS_OF_OBJECTS = {
    "GetObject": "READ",
    "GetObjectAcl": "READ_ACP",
    "GetObjectVersion": "READ",
    "GetObjectVersionAcl": "READ_ACP",
    "PutObjectAcl": "WRITE_ACP",
    "PutObjectVersionAcl": "WRITE_ACP",
}
"""The permission in the ACL of a bucket or an object that an action needs; no ACL allows any other action.

Source: Amazon S3 User Guide, "Access control list (ACL) overview", mapping of ACL permissions.
"""

_ALWAYS_FOR_THE_OWNER = ("GetBucketPolicy", "PutBucketPolicy", "DeleteBucketPolicy")
"""What no policy denies to the account, so that it cannot lock itself out. Source: API reference, PutBucketPolicy."""

_FOR_ACCOUNTS = ("CreateBucket", "ListBuckets")
"""What anonymous callers cannot do, since no bucket could allow it."""
_WITH_KEYS_IN_THE_BODY = ("DeleteObjects", "PostObject")


def check_access(call: S3Call) -> None:
    """Refuse a request that its bucket and key do not allow; the body of some names the keys, which are checked later."""
    bucket: Any = call.backend.buckets.get(call.bucket_name)
    operation = call.aws.operation
    if operation in _FOR_ACCOUNTS and not call.is_signed:
        raise access_denied()
    if bucket is not None and operation not in _WITH_KEYS_IN_THE_BODY:
        require(call, bucket, _ACTIONS.get(operation, operation), call.key, call.query.get("versionId"))


def require(call: S3Call, bucket: Any, action: str, key: str, version_id: str | None = None) -> None:
    """Refuse an action that the bucket's policy denies, and one that is not public to an anonymous caller.

    Args:
        call: The request.
        bucket: The bucket that the action is about.
        action: The action as IAM names it, without the id of a version.
        key: The key of the object; empty if the action is about the bucket.
        version_id: The version of the object; None for the newest one.

    Raises:
        S3Error: The caller may not do this.
    """
    action = action if version_id is None else _ON_VERSIONS.get(action, action)
    if call.is_signed and action in _ALWAYS_FOR_THE_OWNER:
        return
    policy_verdict = _policy_verdict(call, bucket, action, key, version_id)
    if policy_verdict is PolicyVerdict.DENIED:
        raise access_denied()
    is_allowed = policy_verdict is PolicyVerdict.ALLOWED and not restricts_policy(bucket)
    if call.is_signed or is_allowed or _is_public_grant(bucket, action, key, version_id):
        return
    raise access_denied()


def bypasses_governance(call: S3Call, key: str) -> bool:
    """Return whether a request bypasses locks of the mode `GOVERNANCE`.

    Raises:
        S3Error: The caller asks for it, but may not.
    """
    is_asked = call.fields.get("x-amz-bypass-governance-retention", "").lower() == "true"
    if is_asked:
        require(call, call.bucket, "BypassGovernanceRetention", key)
    return is_asked


def _policy_verdict(
    call: S3Call, bucket: Any, action: str, key: str, version_id: str | None
) -> PolicyVerdict:
    """Return what the bucket's policy, if it has one, says about an action."""
    if not bucket.policy:
        return PolicyVerdict.NOTHING
    resource = f"arn:{bucket.partition}:s3:::{bucket.name}"
    caller = caller_with(access_key_of(call.aws.http.environ), call.aws.account_id, bucket.partition)
    context = RequestContext(call, caller, bucket, key, version_id)
    wanted = WantedAction(
        f"s3:{action}", f"{resource}/{key}" if key else resource, caller.names, context.values
    )
    return said_by(bucket.policy, wanted)


def _is_public_grant(bucket: Any, action: str, key: str, version_id: str | None) -> bool:
    if not grants_public_access(bucket):
        return False
    if permission := _PERMISSIONS_OF_OBJECTS.get(action):
        found = find_version(bucket, key, version_id)
        return _grants_all_users(getattr(found, "acl", bucket.acl), permission)
    return action in _PERMISSIONS_OF_BUCKETS and _grants_all_users(
        bucket.acl, _PERMISSIONS_OF_BUCKETS[action]
    )


def _grants_all_users(acl: Any, permission: str) -> bool:
    from moto.s3.models import ALL_USERS_GRANTEE

    return acl is not None and any(
        ALL_USERS_GRANTEE in grant.grantees and {permission, "FULL_CONTROL"} & set(grant.permissions)
        for grant in acl.grants
    )

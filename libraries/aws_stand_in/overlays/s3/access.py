"""Who may do what: everybody by an access list or a bucket's policy, an account everything that no policy denies.

IAM is not evaluated, and conditions and principals of policies are moto's.
"""

from typing import Any

from aws_stand_in.overlays.s3.call import S3Call
from aws_stand_in.overlays.s3.errors import access_denied

_ACTIONS = {
    "GetObject": "GetObject",
    "HeadObject": "GetObject",
    "GetObjectAttributes": "GetObject",
    "PutObject": "PutObject",
    "CopyObject": "PutObject",
    "CreateMultipartUpload": "PutObject",
    "UploadPart": "PutObject",
    "UploadPartCopy": "PutObject",
    "CompleteMultipartUpload": "PutObject",
    "PostObject": "PutObject",
    "AbortMultipartUpload": "AbortMultipartUpload",
    "ListParts": "ListMultipartUploadParts",
    "DeleteObject": "DeleteObject",
    "DeleteObjects": "DeleteObject",
    "ListObjects": "ListBucket",
    "ListObjectsV2": "ListBucket",
    "ListObjectVersions": "ListBucketVersions",
    "ListMultipartUploads": "ListBucketMultipartUploads",
}
_WITHOUT_SIGNATURE = ("PostObject",)


def check_access(call: S3Call) -> None:
    """Refuse what the bucket's policy denies, and what is not for everybody to a caller without a name."""
    bucket: Any = call.backend.buckets.get(call.bucket_name)
    if bucket is None or (call.is_signed and bucket.policy is None):
        return
    operation = call.aws.operation
    action = _ACTIONS.get(operation, operation)
    permission = _permission(call, bucket, action)
    if permission == "DENIED":
        raise access_denied()
    if call.is_signed or operation in _WITHOUT_SIGNATURE or permission == "PERMITTED":
        return
    if not _is_for_everybody(call, bucket, action):
        raise access_denied()


def _permission(call: S3Call, bucket: Any, action: str) -> str:
    resource = f"arn:{bucket.partition}:s3:::{bucket.name}"
    return str(bucket.get_permission(f"s3:{action}", f"{resource}/{call.key}" if call.key else resource).name)


def _is_for_everybody(call: S3Call, bucket: Any, action: str) -> bool:
    if action == "GetObject":
        found = bucket.keys.get(call.key)
        return everybody_may(getattr(found, "acl", bucket.acl), "READ")
    return everybody_may(bucket.acl, "READ" if action.startswith("List") else "WRITE")


def everybody_may(acl: Any, permission: str) -> bool:
    """Tell whether an access list gives everybody a permission."""
    from moto.s3.models import ALL_USERS_GRANTEE

    return acl is not None and any(
        ALL_USERS_GRANTEE in grant.grantees and {permission, "FULL_CONTROL"} & set(grant.permissions)
        for grant in acl.grants
    )

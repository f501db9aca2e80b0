"""Cases of what keeps the public out of buckets: what one request is answered.

`{new}` stands for a bucket as it is created, `{open}` for one with access lists and without a block of public access, `{blocked}` for
one with access lists and a block of all public access; each has the object `k`, `{open}` a policy for `s3:GetObject` by anybody.
"""

import json
from typing import Any

from behaviours import Case
from behaviours.bucket_cases import LOGS, OWNER_ID, grant
from behaviours.s3_cases import API, GUIDE, at

OWNERSHIP = GUIDE + "Controlling ownership of objects and disabling ACLs for your bucket"
BLOCKING = GUIDE + "Blocking public access to your Amazon S3 storage"
TROUBLESHOOTING = GUIDE + "Troubleshoot access denied (403 Forbidden) errors in Amazon S3"
DEFAULTS = GUIDE + "Default settings for new S3 buckets FAQ"
NO_LISTS = ("AccessControlListNotSupported", "The bucket does not allow ACLs")
NO_PUBLIC_LISTS = (
    "AccessDenied",
    "Access Denied because public access control lists (ACLs) are prevented by the BlockPublicAcls setting in S3 Block Public Access.",
)
NO_PUBLIC_POLICIES = (
    "AccessDenied",
    "Access Denied because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.",
)
CONTRADICTORY = (
    "InvalidBucketAclWithObjectOwnership",
    "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting",
)
OWNERS = {"Grants": [{"Grantee": {"ID": OWNER_ID, "Type": "CanonicalUser"}, "Permission": "FULL_CONTROL"}], "Owner": {"ID": OWNER_ID}}  # fmt: skip
EVERYBODY = 'uri="http://acs.amazonaws.com/groups/global/AllUsers"'
WITH_AN_ACCOUNT = 'uri="http://acs.amazonaws.com/groups/global/AuthenticatedUsers"'
HERE = {"CreateBucketConfiguration": {"LocationConstraint": "eu-west-1"}}


def listed(bucket: str, **more: Any) -> dict[str, Any]:
    return {"Bucket": bucket, **more}


def written(bucket: str, **more: Any) -> dict[str, Any]:
    return {"Bucket": bucket, "Key": "new", "Body": b"hello", **more}


def policy(bucket: str, principal: Any, **more: Any) -> dict[str, Any]:
    statement = {"Effect": "Allow", "Principal": principal, "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{bucket}/*", **more}  # fmt: skip
    return {"Bucket": bucket, "Policy": json.dumps({"Version": "2012-10-17", "Statement": [statement]})}


def owned(bucket: str, ownership: str) -> dict[str, Any]:
    return {"Bucket": bucket, "OwnershipControls": {"Rules": [{"ObjectOwnership": ownership}]}}


def document(owner: str, *grants: Any) -> dict[str, Any]:
    return {"AccessControlPolicy": {"Owner": {"ID": owner}, "Grants": list(grants)}}


CASES = [
    # lists of access that are disabled
    *(
        Case(f"a new bucket takes no list: {operation}, {name}", OWNERSHIP, operation, {**parameters, **given}, NO_LISTS)
        for operation, parameters in (("put_bucket_acl", listed("{new}")), ("put_object_acl", at(bucket="{new}")))
        for name, given in (
            ("private", {"ACL": "private"}),
            ("public", {"ACL": "public-read"}),
            ("granted", {"GrantRead": EVERYBODY}),
            ("document", document(OWNER_ID, grant("Group", URI=LOGS))),
        )
    ),
    *(
        Case(f"an object of a new bucket has no list: {operation}, {name}", DEFAULTS, operation, {**parameters, **given}, NO_LISTS)
        for operation, parameters in (
            ("put_object", written("{new}")),
            ("copy_object", at("new", "{new}", CopySource="{open}/k")),
            ("create_multipart_upload", at("new", "{new}")),
        )
        for name, given in (("private", {"ACL": "private"}), ("public", {"ACL": "public-read"}), ("granted", {"GrantRead": EVERYBODY}))
    ),
    Case("lists that are disabled are shown", API + "GetBucketAcl", "get_bucket_acl", listed("{new}"), OWNERS),
    Case("a bucket with a list has no disabled ones", OWNERSHIP, "create_bucket",
         {"Bucket": "never-created", **HERE, "ACL": "authenticated-read"}, CONTRADICTORY),
    Case("a new bucket is not public", BLOCKING, "create_bucket", {"Bucket": "never-created", **HERE, "ACL": "public-read", "ObjectOwnership": "ObjectWriter"},
         ("InvalidBucketAclWithBlockPublicAccessError", "Bucket cannot have public ACLs set with BlockPublicAccess enabled")),
    Case("lists are emptied before they are disabled", OWNERSHIP, "put_bucket_ownership_controls", owned("{open}", "BucketOwnerEnforced"), CONTRADICTORY),
    # blocks of public access
    *(
        Case(f"a public list is blocked: {operation}, {name}", TROUBLESHOOTING, operation, {**parameters, **given}, NO_PUBLIC_LISTS)
        for operation, parameters in (
            ("put_bucket_acl", listed("{blocked}")),
            ("put_object_acl", at(bucket="{blocked}")),
            ("put_object", written("{blocked}")),
            ("copy_object", at("new", "{blocked}", CopySource="{open}/k")),
            ("create_multipart_upload", at("new", "{blocked}")),
        )
        for name, given in (("everybody", {"ACL": "public-read"}), ("with an account", {"GrantRead": WITH_AN_ACCOUNT}))
    ),
    Case("a list that is not public is not blocked", BLOCKING, "put_bucket_acl", listed("{blocked}", GrantWrite=f'uri="{LOGS}"'), {}),
    *(
        Case(f"a public policy is blocked: {name}", BLOCKING, "put_bucket_policy", policy("{blocked}", principal, **more), NO_PUBLIC_POLICIES)
        for name, principal, more in (
            ("everybody", "*", {}),
            ("everybody of AWS", {"AWS": ["*"]}, {}),
            ("over HTTPS", "*", {"Condition": {"Bool": {"aws:SecureTransport": "true"}}}),
        )
    ),
    *(
        Case(f"a policy for some is not blocked: {name}", BLOCKING, "put_bucket_policy", policy("{blocked}", principal, **more), {})
        for name, principal, more in (
            ("a role", {"AWS": "arn:aws:iam::{account}:role/reader"}, {}),
            ("a service", {"Service": "cloudfront.amazonaws.com"}, {}),
            ("nobody", "*", {"Effect": "Deny"}),
        )
    ),
    Case("a public policy is one", API + "GetBucketPolicyStatus", "get_bucket_policy_status", listed("{open}"), {"PolicyStatus": {"IsPublic": True}}),
    Case("a bucket without a policy", API + "GetBucketPolicyStatus", "get_bucket_policy_status", listed("{new}"),
         ("NoSuchBucketPolicy", "The bucket policy does not exist")),
]  # fmt: skip

"""Configurations of buckets, which moto keeps: what its parsers take for granted is checked here first."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from aws_stand_in.aws_response import AwsResponse, NotImitatedError
from aws_stand_in.overlays.s3.call import S3Call
from aws_stand_in.overlays.s3.content import check_content
from aws_stand_in.overlays.s3.errors import S3Error, invalid_argument, invalid_request, malformed_xml
from aws_stand_in.overlays.s3.numbers import is_within
from aws_stand_in.overlays.s3.policies import check_policy
from aws_stand_in.overlays.s3.properties import acl_of
from aws_stand_in.overlays.s3.schema import check_body
from fault_engine.identification import replace_body

BY_MOTO = (
    "CreateBucket", "DeleteBucket", "DeleteBucketCors", "DeleteBucketEncryption", "DeleteBucketLifecycle",
    "DeleteBucketOwnershipControls", "DeleteBucketPolicy", "DeleteBucketReplication", "DeleteBucketTagging",
    "DeleteBucketWebsite", "DeletePublicAccessBlock", "GetBucketAccelerateConfiguration", "GetBucketAcl", "GetBucketCors",
    "GetBucketInventoryConfiguration", "GetBucketLifecycleConfiguration",
    "GetBucketLocation", "GetBucketLogging", "GetBucketOwnershipControls", "GetBucketPolicy", "GetBucketPolicyStatus",
    "GetBucketReplication", "GetBucketTagging", "GetBucketVersioning", "GetBucketWebsite", "GetObjectAcl",
    "GetObjectLockConfiguration", "GetPublicAccessBlock", "HeadBucket", "ListBucketInventoryConfigurations", "ListBuckets",
    "PutBucketAccelerateConfiguration", "PutBucketAcl", "PutBucketCors", "PutBucketEncryption",
    "PutBucketInventoryConfiguration", "PutBucketLifecycleConfiguration",
    "PutBucketOwnershipControls", "PutBucketPolicy", "PutBucketReplication", "PutBucketTagging", "PutBucketVersioning",
    "PutBucketWebsite", "PutObjectAcl", "PutObjectLockConfiguration", "PutPublicAccessBlock", "RestoreObject",
    "SelectObjectContent",
)  # fmt: skip
"""The operations that moto answers."""

_AUTHORIZATION_FOR_MOTO = (
    "AWS4-HMAC-SHA256 Credential=any/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0"
)
"""What moto is told of a request without a signature, whose access has been checked: it would refuse some of them."""
_LONGEST_RETENTION = {"Days": 36_500, "Years": 100}
_MOST_BUCKET_TAGS, _MOST_BUCKETS = 50, 10_000
_BUCKET_NAME = re.compile(
    r"(?!xn--|sthree-|amzn-s3-demo-)(?!\d+\.\d+\.\d+\.\d+$)(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]"
    r"(?<!-s3alias)(?<!--ol-s3)(?<!\.mrap)(?<!--x-s3)(?<!--table-s3)"
)
"""Source: Amazon S3 User Guide, "General purpose bucket naming rules"."""
_WITH_ID = {"analytics", "intelligent-tiering", "inventory", "metrics"}


def pass_to_moto(call: S3Call) -> AwsResponse:
    """Check a configuration, and let moto answer."""
    check_content(call)
    operation = call.aws.operation
    check_body(call)
    if operation in _CHECKS:
        _CHECKS[operation](call)
    environ = call.aws.http.environ
    replace_body(environ, call.body if call.method in ("PUT", "POST") else b"")
    environ["HTTP_HOST"] = "localhost"  # moto takes any other host for a bucket
    environ.setdefault("HTTP_AUTHORIZATION", _AUTHORIZATION_FOR_MOTO)
    call.aws.http = type(call.aws.http)(environ)
    return call.aws.pass_on()


# --------------------------------------------------------------------------------------------- of single operations


def _check_page(call: S3Call) -> None:
    text = call.query.get("max-buckets")
    if text is not None and not is_within(text, 1, _MOST_BUCKETS):
        raise invalid_argument(
            f"Argument max-buckets must be an integer between 1 and {_MOST_BUCKETS}", "max-buckets", text
        )


def _check_status(call: S3Call) -> None:
    if call.parameters["AccelerateConfiguration"].get("Status") is None:
        raise malformed_xml()


def _check_ownership(call: S3Call) -> None:
    if len(call.parameters["OwnershipControls"]["Rules"]) != 1:
        raise malformed_xml()


def _check_encryption(call: S3Call) -> None:
    rules = call.parameters["ServerSideEncryptionConfiguration"]["Rules"]
    if len(rules) != 1 or "ApplyServerSideEncryptionByDefault" not in rules[0]:
        raise malformed_xml()


def _check_acl(call: S3Call) -> None:
    acl_of(call.fields)


def _check_new_acl(call: S3Call) -> None:
    """Refuse a request that says in no way who is to have access."""
    if acl_of(call.fields) is None and not call.body:
        raise S3Error(
            "MissingSecurityHeader",
            "Your request was missing a required header",
            MissingHeaderName="x-amz-acl",
        )


def _check_new_bucket(call: S3Call) -> None:
    """Refuse a configuration without its id, which looks like a new bucket, and names that no bucket has."""
    for kind in _WITH_ID & call.query.keys():
        raise invalid_argument(f"Missing required parameter id of {kind}", "id", "null")
    name = call.parameters["Bucket"]
    if not _BUCKET_NAME.fullmatch(name):
        raise S3Error("InvalidBucketName", "The specified bucket is not valid.", BucketName=name)
    _check_acl(call)


def _check_access_block(call: S3Call) -> None:
    if not call.parameters["PublicAccessBlockConfiguration"]:
        raise malformed_xml()


def _check_selection(call: S3Call) -> None:
    if "Parquet" in call.parameters["InputSerialization"]:
        raise NotImitatedError("s3.SelectObjectContent of Parquet")
    if not call.parameters["Expression"].lstrip().upper().startswith("SELECT "):
        raise S3Error("ParseUnexpectedToken", "The SQL expression contains an unexpected token.")


def _check_bucket_tags(call: S3Call) -> None:
    tags = [(tag["Key"], tag["Value"]) for tag in call.parameters["Tagging"]["TagSet"]]
    if len(tags) > _MOST_BUCKET_TAGS:
        raise S3Error("BadRequest", f"Bucket tag count cannot be greater than {_MOST_BUCKET_TAGS}")
    if len(dict(tags)) != len(tags):
        raise S3Error("InvalidTag", "Cannot provide multiple Tags with the same key")


def _check_lifecycle(call: S3Call) -> None:
    rules = call.parameters["LifecycleConfiguration"].get("Rules") or []
    ids = [rule["ID"] for rule in rules if rule.get("ID")]
    if len(ids) != len(set(ids)):
        raise invalid_argument(
            "Rule ID must be unique. Found same ID for more than one rule",
            "ID",
            next(one for one in ids if ids.count(one) > 1),
        )
    for rule in rules:
        _check_rule(rule)


def _check_imitated(rule: Mapping[str, Any]) -> None:
    """Refuse a rule of which a part would be ignored."""
    filters = rule.get("Filter") or {}
    if not {"ObjectSizeGreaterThan", "ObjectSizeLessThan"}.isdisjoint(
        {**filters, **(filters.get("And") or {})}
    ):
        raise NotImitatedError("lifecycle rules with filters by size")
    if rule.get("NoncurrentVersionTransitions"):
        raise NotImitatedError("lifecycle rules with NoncurrentVersionTransition")
    if "NewerNoncurrentVersions" in (rule.get("NoncurrentVersionExpiration") or {}):
        raise NotImitatedError("lifecycle rules with NewerNoncurrentVersions")


def _check_rule(rule: Mapping[str, Any]) -> None:
    _check_imitated(rule)
    expiration = rule.get("Expiration") or {}
    if expiration.get("Days") is not None and expiration["Days"] <= 0:
        raise invalid_argument(
            "'Days' for Expiration action must be a positive integer", "Days", expiration["Days"]
        )
    date = expiration.get("Date")
    if date is not None and (date.hour or date.minute or date.second):
        raise invalid_argument("'Date' must be at midnight GMT", "Date", date.isoformat())
    actions = {"Expiration", "Transitions", "NoncurrentVersionExpiration", "AbortIncompleteMultipartUpload"}
    if not actions & {name for name, held in rule.items() if held}:
        raise invalid_request("At least one action needs to be specified in a rule")


def _check_versioning(call: S3Call) -> None:
    status = call.parameters["VersioningConfiguration"].get("Status")
    if status is None:
        raise S3Error(
            "IllegalVersioningConfigurationException",
            "The Versioning element must be specified",
        )
    if call.bucket.object_lock_enabled and status == "Suspended":
        raise S3Error(
            "InvalidBucketState",
            "An Object Lock configuration is present on this bucket, so the versioning state cannot be changed.",
            status=409,
        )


def _check_default_retention(call: S3Call) -> None:
    rule = call.parameters["ObjectLockConfiguration"].get("Rule")
    if rule is None:
        return
    retention = rule.get("DefaultRetention") or {}
    periods = [(name, retention[name]) for name in _LONGEST_RETENTION if retention.get(name) is not None]
    if retention.get("Mode") is None or len(periods) != 1:
        raise malformed_xml()
    name, period = periods[0]
    if period <= 0:
        raise invalid_argument("Default retention period must be a positive integer value.", name, period)
    if period > _LONGEST_RETENTION[name]:
        raise invalid_argument("Default retention period is too large.", name, period)


def _check_restoration(call: S3Call) -> None:
    if not call.parameters.get("RestoreRequest"):
        raise malformed_xml()


def _check_policy(call: S3Call) -> None:
    check_policy(call.body)


_CHECKS: Mapping[str, Callable[[S3Call], None]] = {
    "CreateBucket": _check_new_bucket,
    "ListBuckets": _check_page,
    "PutBucketAccelerateConfiguration": _check_status,
    "PutBucketEncryption": _check_encryption,
    "PutBucketAcl": _check_new_acl,
    "PutObjectAcl": _check_new_acl,
    "PutBucketTagging": _check_bucket_tags,
    "PutBucketLifecycleConfiguration": _check_lifecycle,
    "PutBucketVersioning": _check_versioning,
    "PutObjectLockConfiguration": _check_default_retention,
    "PutPublicAccessBlock": _check_access_block,
    "SelectObjectContent": _check_selection,
    "PutBucketOwnershipControls": _check_ownership,
    "PutBucketPolicy": _check_policy,
    "RestoreObject": _check_restoration,
}


# ------------------------------------------------------------------------------------------------------------- answered


def get_bucket_encryption(call: S3Call) -> AwsResponse:
    """Return how a bucket encrypts; AES256 if nothing was said, since January 2023."""
    if call.bucket.encryption:
        return pass_to_moto(call)
    rule = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}, "BucketKeyEnabled": False}
    return call.respond({"ServerSideEncryptionConfiguration": {"Rules": [rule]}})


def get_bucket_request_payment(call: S3Call) -> AwsResponse:
    """Return who pays for requests: always the owner."""
    return call.respond({"Payer": call.bucket.payer})


def put_bucket_logging(call: S3Call) -> AwsResponse:
    """Let requests be logged, or no longer, at which moto fails."""
    check_content(call)
    check_body(call)
    enabled = call.parameters["BucketLoggingStatus"].get("LoggingEnabled")
    if enabled is None:
        call.bucket.logging = {}
        return AwsResponse(200)
    grants = enabled.get("TargetGrants") or ()
    if not all(grant.get("Grantee") and grant.get("Permission") for grant in grants):
        raise malformed_xml()
    return pass_to_moto(call)

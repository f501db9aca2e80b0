"""Configurations of buckets, which moto keeps: what its parsers take for granted is checked here first."""

from collections.abc import Callable, Mapping
from typing import Any

from aws_stand_in.aws_response import AwsResponse, NotImitatedError
from aws_stand_in.overlays.s3.call import S3Call
from aws_stand_in.overlays.s3.content import check_content
from aws_stand_in.overlays.s3.encryption import KMS, blocked_types, uses_bucket_key
from aws_stand_in.overlays.s3.errors import S3Error, invalid_request, malformed_xml
from aws_stand_in.overlays.s3.policies import is_public
from aws_stand_in.overlays.s3.policy_documents import check_policy
from aws_stand_in.overlays.s3.public_access import check_ownership, check_public_policy
from aws_stand_in.overlays.s3.schema import check_body
from aws_stand_in.overlays.s3.tags import check_tags
from aws_stand_in.overlays.s3.websites import check_website
from fault_engine.identification import replace_body

BY_MOTO = (
    "DeleteBucketCors", "DeleteBucketEncryption", "DeleteBucketOwnershipControls",
    "DeleteBucketPolicy", "DeleteBucketReplication", "DeleteBucketTagging", "DeleteBucketWebsite",
    "DeletePublicAccessBlock", "GetBucketAccelerateConfiguration", "GetBucketCors", "GetBucketOwnershipControls",
    "GetBucketPolicy", "GetBucketReplication", "GetBucketTagging", "GetBucketVersioning",
    "GetBucketWebsite", "PutBucketAccelerateConfiguration", "PutBucketCors", "PutBucketEncryption",
    "PutBucketOwnershipControls", "PutBucketPolicy", "PutBucketReplication", "PutBucketVersioning",
    "PutBucketWebsite", "PutPublicAccessBlock", "SelectObjectContent",
)  # fmt: skip
"""The operations that only moto answers."""

_AUTHORIZATION_FOR_MOTO = (
    "AWS4-HMAC-SHA256 Credential=any/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0"
)
"""What moto is told of a request without a signature, whose access has been checked: it would refuse some of them."""
_MOST_BUCKET_TAGS, _MOST_CORS_RULES = 50, 100


def pass_to_moto(call: S3Call) -> AwsResponse:
    """Check a configuration, and let moto answer."""
    call.require_bucket()
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


def _check_acceleration(call: S3Call) -> None:
    if "." in call.bucket_name:
        raise invalid_request(
            "S3 Transfer Acceleration is not supported for buckets with periods (.) in their names"
        )
    if call.parameters["AccelerateConfiguration"].get("Status") is None:
        raise malformed_xml()


def _check_ownership(call: S3Call) -> None:
    rules = call.parameters["OwnershipControls"]["Rules"]
    if len(rules) != 1:
        raise malformed_xml()
    check_ownership(call.bucket, rules[0]["ObjectOwnership"])


def _check_encryption(call: S3Call) -> None:
    rules = call.parameters["ServerSideEncryptionConfiguration"]["Rules"]
    default = rules[0].get("ApplyServerSideEncryptionByDefault") if len(rules) == 1 else None
    if not default:
        raise malformed_xml()
    if "KMSMasterKeyID" in default and default["SSEAlgorithm"] not in KMS:
        raise S3Error(
            "InvalidArgument",
            "a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse",
            ArgumentName="ApplyServerSideEncryptionByDefault",
        )


def _check_access_block(call: S3Call) -> None:
    if not call.parameters["PublicAccessBlockConfiguration"]:
        raise malformed_xml()


def _check_selection(call: S3Call) -> None:
    if "Parquet" in call.parameters["InputSerialization"]:
        raise NotImitatedError("s3.SelectObjectContent of Parquet")
    if not call.parameters["Expression"].lstrip().upper().startswith("SELECT "):
        raise S3Error("ParseUnexpectedToken", "The SQL expression contains an unexpected token.")


def _check_cors(call: S3Call) -> None:
    rules = call.parameters["CORSConfiguration"]["CORSRules"]
    if not 0 < len(rules) <= _MOST_CORS_RULES:
        raise malformed_xml()


def _check_replication(call: S3Call) -> None:
    if not call.bucket.is_versioned:
        raise invalid_request(
            "Versioning must be 'Enabled' on the bucket to apply a replication configuration"
        )
    for rule in call.parameters["ReplicationConfiguration"]["Rules"]:
        destination = rule["Destination"]
        target = call.backend.buckets.get(destination["Bucket"].rpartition(":")[2])
        is_own = destination.get("Account") in (None, call.aws.account_id)
        if is_own and (target is None or not target.is_versioned):
            raise invalid_request("Destination bucket must have versioning enabled.")


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


def _check_policy(call: S3Call) -> None:
    check_policy(call.body)
    check_public_policy(call.bucket, call.body)


_CHECKS: Mapping[str, Callable[[S3Call], None]] = {
    "PutBucketAccelerateConfiguration": _check_acceleration,
    "PutBucketEncryption": _check_encryption,
    "PutBucketCors": _check_cors,
    "PutBucketReplication": _check_replication,
    "PutBucketVersioning": _check_versioning,
    "PutBucketWebsite": check_website,
    "PutPublicAccessBlock": _check_access_block,
    "SelectObjectContent": _check_selection,
    "PutBucketOwnershipControls": _check_ownership,
    "PutBucketPolicy": _check_policy,
}


# ------------------------------------------------------------------------------------------------------------- answered


def get_bucket_encryption(call: S3Call) -> AwsResponse:
    """Return how a bucket encrypts; AES256 if nothing was said, since January 2023."""
    rule = (call.bucket.encryption or {}).get("Rule", {})
    shown: dict[str, Any] = {
        "ApplyServerSideEncryptionByDefault": rule.get(
            "ApplyServerSideEncryptionByDefault", {"SSEAlgorithm": "AES256"}
        ),
        "BucketKeyEnabled": uses_bucket_key(rule),
    }
    if blocked := blocked_types(rule):
        shown["BlockedEncryptionTypes"] = {"EncryptionType": blocked}
    return call.respond({"ServerSideEncryptionConfiguration": {"Rules": [shown]}})


def get_bucket_request_payment(call: S3Call) -> AwsResponse:
    """Return who pays for requests."""
    return call.respond({"Payer": call.bucket.payer})


def put_bucket_request_payment(call: S3Call) -> AwsResponse:
    """Keep who is to pay for requests."""
    call.require_bucket()
    check_content(call)
    check_body(call)
    call.bucket.payer = call.parameters["RequestPaymentConfiguration"]["Payer"]
    return AwsResponse(200)


def put_bucket_tagging(call: S3Call) -> AwsResponse:
    """Keep the tags of a bucket as they are, spaces included."""
    call.require_bucket()
    check_content(call)
    check_body(call)
    tags = [(tag["Key"], tag["Value"]) for tag in call.parameters["Tagging"]["TagSet"]]
    if len(tags) > _MOST_BUCKET_TAGS:
        raise S3Error("BadRequest", f"Bucket tag count cannot be greater than {_MOST_BUCKET_TAGS}")
    check_tags(tags, reserved="System tags cannot be added/updated by requester")
    call.backend.put_bucket_tagging(call.bucket_name, dict(tags))
    return AwsResponse(204)


def get_bucket_policy_status(call: S3Call) -> AwsResponse:
    """Return whether the policy of a bucket is for the public."""
    policy: bytes | None = call.bucket.policy
    if policy is None:
        raise S3Error(
            "NoSuchBucketPolicy",
            "The bucket policy does not exist",
            status=404,
            BucketName=call.bucket_name,
        )
    return call.respond({"PolicyStatus": {"IsPublic": is_public(policy)}})


def get_public_access_block(call: S3Call) -> AwsResponse:
    """Return the settings of Block Public Access of the bucket."""
    found = call.bucket.public_access_block
    if found is None:
        raise S3Error(
            "NoSuchPublicAccessBlockConfiguration",
            "The public access block configuration was not found",
            status=404,
            BucketName=call.bucket_name,
        )
    return call.respond(
        {
            "PublicAccessBlockConfiguration": {
                "BlockPublicAcls": found.block_public_acls,
                "IgnorePublicAcls": found.ignore_public_acls,
                "BlockPublicPolicy": found.block_public_policy,
                "RestrictPublicBuckets": found.restrict_public_buckets,
            }
        }
    )


def put_bucket_logging(call: S3Call) -> AwsResponse:
    """Let requests be logged, or no longer."""
    call.require_bucket()
    check_content(call)
    check_body(call)
    wanted = call.parameters["BucketLoggingStatus"].get("LoggingEnabled")
    if wanted:
        grants = wanted.get("TargetGrants") or ()
        if not all(grant.get("Grantee") and grant.get("Permission") for grant in grants):
            raise malformed_xml()
        _check_target_of_logs(call, wanted["TargetBucket"])
    call.bucket.logging = dict(wanted or {})
    return AwsResponse(200)


def _check_target_of_logs(call: S3Call, name: str) -> None:
    target, region = call.backend.buckets.get(name), call.bucket.region_name
    if target is None:
        raise S3Error(
            "InvalidTargetBucketForLogging",
            "The target bucket for logging does not exist",
            TargetBucket=name,
        )
    if target.region_name != region:
        source: dict[str, Any] = {} if region == "us-east-1" else {"SourceBucketLocation": region}
        raise S3Error(
            "CrossLocationLoggingProhibitted",
            "Cross S3 location logging not allowed. ",
            status=403,
            **source,
            TargetBucketLocation=target.region_name,
        )


def get_bucket_logging(call: S3Call) -> AwsResponse:
    """Return where requests are logged."""
    logging = call.bucket.logging
    return call.respond({"LoggingEnabled": logging} if logging else {})

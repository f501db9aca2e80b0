"""Buckets: created, found, listed and deleted, and who has access to them.

Source: Amazon S3 API reference, CreateBucket, HeadBucket, ListBuckets and DeleteBucket; what no reference says, such as words of
errors, is as LocalStack 4.14.0, services/s3/provider.py, which is validated against AWS.
"""

import re
from typing import Any

from aws_stand_in.aws_response import AwsResponse
from aws_stand_in.overlays.s3.acls import acl_of, shown_acl
from aws_stand_in.overlays.s3.call import S3Call
from aws_stand_in.overlays.s3.configurations import pass_to_moto
from aws_stand_in.overlays.s3.content import check_content
from aws_stand_in.overlays.s3.errors import S3Error, invalid_argument, not_empty
from aws_stand_in.overlays.s3.listing import name_of_token, token_of_name
from aws_stand_in.overlays.s3.numbers import is_within
from aws_stand_in.overlays.s3.owner import OWNER
from aws_stand_in.overlays.s3.public_access import (
    ENFORCED,
    check_acl_of_new_bucket,
    effective_acl,
    replacing_acl,
)
from aws_stand_in.overlays.s3.schema import allowed_values, check_body
from aws_stand_in.overlays.s3.tags import check_tags

_FIRST_REGION = "us-east-1"
_SYNONYMS = {"EU": "eu-west-1"}
_MOST_BUCKETS = 10_000
_NAME = re.compile(
    r"(?!xn--|sthree-|amzn-s3-demo-)(?!\d+\.\d+\.\d+\.\d+$)(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]"
    r"(?<!-s3alias)(?<!--ol-s3)(?<!\.mrap)(?<!--x-s3)(?<!--table-s3)"
)
"""Source: Amazon S3 User Guide, "General purpose bucket naming rules"."""
_WITH_ID = {"analytics", "intelligent-tiering", "inventory", "metrics"}
_RESERVED_TAG = (
    'User-defined tag keys can\'t start with "aws:". This prefix is reserved for system tags. Remove "aws:" from your '
    "tag keys and try again."
)


def create_bucket(call: S3Call) -> AwsResponse:
    """Create a bucket; in us-east-1 one may be created that there is."""
    _check_name(call)
    check_content(call)
    check_body(call)
    configuration = call.parameters.get("CreateBucketConfiguration") or {}
    tags = [(tag["Key"], tag["Value"]) for tag in configuration.get("Tags") or ()]
    _check_new_tags(tags)
    constraint = configuration.get("LocationConstraint") or ""
    _check_location(call.aws.region, constraint)
    region = _SYNONYMS.get(constraint, constraint) or _FIRST_REGION
    ownership = _ownership_of(call)
    acl = acl_of(call.fields)
    check_acl_of_new_bucket(ownership, call.fields, acl)
    if call.bucket_name in call.backend.buckets:
        _check_repeatable(call, region, tags)
    else:
        _create(call, region, constraint, ownership, acl)
        call.backend.put_bucket_tagging(call.bucket_name, dict(tags))
    location = (
        f"/{call.bucket_name}" if region == _FIRST_REGION else f"http://{call.bucket_name}.s3.amazonaws.com/"
    )
    return call.respond({"Location": location, "BucketArn": call.bucket.arn})


def _check_name(call: S3Call) -> None:
    """Refuse a name that no bucket has, and a configuration without its id, which looks like a new bucket."""
    for kind in _WITH_ID & call.query.keys():
        raise invalid_argument(f"Missing required parameter id of {kind}", "id", "null")
    if not _NAME.fullmatch(call.bucket_name):
        raise S3Error("InvalidBucketName", "The specified bucket is not valid.", BucketName=call.bucket_name)


def _check_new_tags(tags: list[tuple[str, str]]) -> None:
    if any(key.startswith("aws:") for key, _ in tags):
        raise S3Error("InvalidTag", _RESERVED_TAG)
    check_tags(tags, reserved=_RESERVED_TAG)


def _check_location(region: str, constraint: str) -> None:
    if region == _FIRST_REGION:
        if constraint and constraint not in allowed_values("BucketLocationConstraint"):
            raise S3Error(
                "InvalidLocationConstraint",
                "The specified location-constraint is not valid",
                LocationConstraint=constraint,
            )
    elif _SYNONYMS.get(constraint, constraint) != region:
        raise S3Error(
            "IllegalLocationConstraintException",
            f"The {constraint or 'unspecified'} location constraint is incompatible for the region specific endpoint this "
            "request was sent to.",
        )


def _ownership_of(call: S3Call) -> str:
    given = call.headers.get("x-amz-object-ownership", ENFORCED)
    if given not in allowed_values("ObjectOwnership"):
        raise S3Error(
            "InvalidArgument",
            f"Invalid x-amz-object-ownership header: {given}",
            ArgumentName="x-amz-object-ownership",
        )
    return given


def _check_repeatable(call: S3Call, region: str, tags: list[tuple[str, str]]) -> None:
    if region != _FIRST_REGION or call.aws.region != _FIRST_REGION or tags:
        raise S3Error(
            "BucketAlreadyOwnedByYou",
            "Your previous request to create the named bucket succeeded and you already own it.",
            status=409,
            BucketName=call.bucket_name,
        )


def _create(call: S3Call, region: str, constraint: str, ownership: str, acl: Any) -> None:
    bucket: Any = call.backend.create_bucket(call.bucket_name, region)
    bucket.location_constraint = constraint
    bucket.ownership_rule = ownership
    bucket.acl = acl or bucket.acl
    if call.headers.get("x-amz-bucket-object-lock-enabled", "").lower() == "true":
        bucket.object_lock_enabled, bucket.versioning_status = True, "Enabled"


def head_bucket(call: S3Call) -> AwsResponse:
    """Tell that there is a bucket, and where."""
    bucket = call.bucket
    return call.respond(
        {"BucketArn": bucket.arn, "BucketRegion": bucket.region_name, "AccessPointAlias": False},
        **{"content-type": "application/xml"},
    )


def get_bucket_location(call: S3Call) -> AwsResponse:
    """Return the region of a bucket as it was given; nothing for the first one."""
    bucket: Any = call.bucket
    region = bucket.location_constraint or bucket.region_name
    content = "" if region == _FIRST_REGION else region
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/">{content}</LocationConstraint>'
    )
    return AwsResponse(200, {"Content-Type": "application/xml"}, body.encode())


def get_bucket_acl(call: S3Call) -> AwsResponse:
    """Return who has access to a bucket."""
    return call.respond(shown_acl(effective_acl(call.bucket, call.bucket.acl)))


def put_bucket_acl(call: S3Call) -> AwsResponse:
    """Say anew who has access to a bucket."""
    call.require_bucket()
    call.bucket.acl = replacing_acl(call)
    return AwsResponse(200)


def delete_bucket(call: S3Call) -> AwsResponse:
    """Delete a bucket that is empty."""
    if call.bucket.keys:
        raise not_empty(call.bucket_name, is_versioned=bool(call.bucket.versioning_status))
    return pass_to_moto(call)


def list_buckets(call: S3Call) -> AwsResponse:
    """Return the buckets of the account, in the order of their names."""
    most, after = _page_of(call)
    prefix, region = call.query.get("prefix", ""), call.query.get("bucket-region")
    _check_region(region)
    found = [
        bucket
        for name, bucket in sorted(call.backend.buckets.items())
        if name.startswith(prefix) and name >= after and region in (None, bucket.region_name)
    ]
    result: dict[str, Any] = {
        "Owner": OWNER,
        "Buckets": [
            _shown(bucket, with_region=bool(call.query.keys() - {"x-id"})) for bucket in found[:most]
        ],
    }
    if prefix:
        result["Prefix"] = prefix
    if found[most:]:
        result["ContinuationToken"] = token_of_name(found[most].name)
    return call.respond(result)


def _page_of(call: S3Call) -> tuple[int, str]:
    """Return how many buckets are wanted at most, and the name that the page begins with."""
    text = call.query.get("max-buckets", str(_MOST_BUCKETS))
    if not is_within(text, 1, _MOST_BUCKETS):
        raise invalid_argument(
            f"Argument max-buckets must be an integer between 1 and {_MOST_BUCKETS}", "max-buckets", text
        )
    token = call.query.get("continuation-token", "")
    return int(text), name_of_token(token) if token else ""


def _check_region(region: str | None) -> None:
    known = {_FIRST_REGION, *allowed_values("BucketLocationConstraint")}
    if region is not None and region not in known - _SYNONYMS.keys():
        raise S3Error(
            "InvalidArgument",
            f"Argument value {region} is not a valid AWS Region",
            ArgumentName="bucket-region",
        )


def _shown(bucket: Any, *, with_region: bool) -> dict[str, Any]:
    region = {"BucketRegion": bucket.region_name} if with_region else {}
    return {"Name": bucket.name, "CreationDate": bucket.creation_date, "BucketArn": bucket.arn, **region}

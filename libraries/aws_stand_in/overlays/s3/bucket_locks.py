"""Whether a bucket locks objects, and how long it keeps new ones by default.

Source: Amazon S3 User Guide, "Locking objects with Object Lock" and "Configuring S3 Object Lock": a lock can be put on a bucket
that has objects already, and its default retention can be changed at any time; the words of errors are LocalStack 4.14.0's,
services/s3/provider.py, which is validated against AWS.
"""

from collections.abc import Mapping
from typing import Any

from aws_stand_in.aws_response import AwsResponse
from aws_stand_in.overlays.s3.call import S3Call
from aws_stand_in.overlays.s3.content import check_content
from aws_stand_in.overlays.s3.errors import S3Error, invalid_argument, malformed_xml
from aws_stand_in.overlays.s3.schema import check_body

_LONGEST_RETENTION = {"Days": 36_500, "Years": 100}


def get_object_lock_configuration(call: S3Call) -> AwsResponse:
    """Return how long new objects are kept, if the bucket locks objects."""
    bucket: Any = call.bucket
    if not bucket.object_lock_enabled:
        raise S3Error(
            "ObjectLockConfigurationNotFoundError",
            "Object Lock configuration does not exist for this bucket",
            status=404,
            BucketName=bucket.name,
        )
    found: dict[str, Any] = {"ObjectLockEnabled": "Enabled"}
    if bucket.default_lock_mode:
        period = {"Days": bucket.default_lock_days, "Years": bucket.default_lock_years}
        stated = {name: length for name, length in period.items() if length}
        found["Rule"] = {"DefaultRetention": {"Mode": bucket.default_lock_mode, **stated}}
    return call.respond({"ObjectLockConfiguration": found})


def put_object_lock_configuration(call: S3Call) -> AwsResponse:
    """Let a bucket lock objects, and say how long it keeps new ones."""
    call.require_bucket()
    check_content(call)
    check_body(call)
    configuration = call.parameters["ObjectLockConfiguration"]
    _check(call, configuration)
    retention = (configuration.get("Rule") or {}).get("DefaultRetention") or {}
    bucket: Any = call.bucket
    bucket.object_lock_enabled = True
    bucket.default_lock_mode = retention.get("Mode")
    bucket.default_lock_days, bucket.default_lock_years = retention.get("Days"), retention.get("Years")
    return AwsResponse(200)


def _check(call: S3Call, configuration: Mapping[str, Any]) -> None:
    if not call.bucket.is_versioned:
        raise S3Error(
            "InvalidBucketState",
            "Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration",
            status=409,
        )
    if configuration.get("ObjectLockEnabled") is None:
        raise malformed_xml()
    if configuration.get("Rule") is not None:
        _check_default_retention(configuration["Rule"])


def _check_default_retention(rule: Mapping[str, Any]) -> None:
    retention = rule.get("DefaultRetention") or {}
    periods = [(name, retention[name]) for name in _LONGEST_RETENTION if retention.get(name) is not None]
    if retention.get("Mode") is None or len(periods) != 1:
        raise malformed_xml()
    name, period = periods[0]
    if period <= 0:
        raise invalid_argument("Default retention period must be a positive integer value.", name, period)
    if period > _LONGEST_RETENTION[name]:
        raise invalid_argument("Default retention period is too large.", name, period)

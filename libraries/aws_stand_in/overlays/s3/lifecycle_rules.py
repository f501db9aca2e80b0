"""What lifecycle rules have to be.

Source: Amazon S3 API reference, PutBucketLifecycleConfiguration; LocalStack 4.14.0, services/s3/validation.py, which is
validated against AWS.
"""

from collections.abc import Mapping
from typing import Any

from aws_stand_in.aws_response import NotImitatedError
from aws_stand_in.overlays.s3.call import S3Call
from aws_stand_in.overlays.s3.errors import invalid_argument, invalid_request, malformed_xml

TRANSITION_SIZE_HEADER = "x-amz-transition-default-minimum-object-size"
_TRANSITION_SIZES = ("all_storage_classes_128K", "varies_by_storage_class")


def wanted_transition_size(call: S3Call) -> str:
    """Return how large an object has to be for a transition, as a request says it; nothing here is moved because of it."""
    size = call.headers.get(TRANSITION_SIZE_HEADER, _TRANSITION_SIZES[0])
    if size not in _TRANSITION_SIZES:
        raise invalid_request(f"Invalid TransitionDefaultMinimumObjectSize found: {size}")
    return size


def transition_size_of(bucket: Any) -> str:
    """Return how large an object of a bucket has to be for a transition."""
    return bucket.transition_size or _TRANSITION_SIZES[0]


def check_lifecycle(call: S3Call) -> None:
    """Refuse rules that are wrong, and those of which a part would be ignored."""
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


def _check_filter(wanted: Mapping[str, Any]) -> None:
    if len(wanted) > 1:
        raise malformed_xml()
    keys = [tag["Key"] for tag in (wanted.get("And") or {}).get("Tags") or ()]
    if len(keys) != len(set(keys)):
        raise invalid_request("Duplicate Tag Keys are not allowed.")


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
    _check_filter(rule.get("Filter") or {})
    _check_imitated(rule)
    if rule.get("NoncurrentVersionExpiration") == {}:
        raise malformed_xml()
    expiration = rule.get("Expiration") or {}
    if "ExpiredObjectDeleteMarker" in expiration and len(expiration) > 1:
        raise malformed_xml()
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

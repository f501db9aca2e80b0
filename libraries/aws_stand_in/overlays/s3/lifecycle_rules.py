"""The lifecycle rules of a bucket: what they have to be, and how they are put, returned and deleted.

Source: Amazon S3 API reference, PutBucketLifecycleConfiguration; Amazon S3 User Guide, "Lifecycle configuration elements";
LocalStack 4.14.0, services/s3/validation.py, which is validated against AWS.
"""

from collections.abc import Mapping
from typing import Any

from aws_stand_in.aws_response import AwsResponse
from aws_stand_in.overlays.s3.call import S3Call
from aws_stand_in.overlays.s3.content import check_content
from aws_stand_in.overlays.s3.errors import S3Error, invalid_argument, invalid_request, malformed_xml
from aws_stand_in.overlays.s3.lifecycle import VARYING_SIZES, LifecycleRule, rules_of
from aws_stand_in.overlays.s3.schema import check_body

_TRANSITION_SIZE_HEADER = "x-amz-transition-default-minimum-object-size"
_TRANSITION_SIZES = ("all_storage_classes_128K", VARYING_SIZES)
_ACTIONS = (
    *("Expiration", "Transitions", "NoncurrentVersionExpiration", "NoncurrentVersionTransitions"),
    "AbortIncompleteMultipartUpload",
)
_LEAST_DAYS = {"STANDARD_IA": 30, "ONEZONE_IA": 30}
"""After how many days S3 moves objects to a storage class at the earliest."""
_MOST_RULES, _MOST_KEPT_VERSIONS = 1000, 100


def get_bucket_lifecycle(call: S3Call) -> AwsResponse:
    """Return the rules by which objects expire."""
    bucket: Any = call.bucket
    if not bucket.lifecycle_rules:
        raise S3Error(
            "NoSuchLifecycleConfiguration",
            "The lifecycle configuration does not exist",
            status=404,
            BucketName=call.bucket_name,
        )
    rules = [rule.given for rule in rules_of(bucket)]
    return call.respond({"Rules": rules}, **{_TRANSITION_SIZE_HEADER: bucket.transition_size})


def put_bucket_lifecycle(call: S3Call) -> AwsResponse:
    """Say by which rules objects expire."""
    bucket: Any = call.bucket
    check_content(call)
    check_body(call)
    size = _wanted_transition_size(call)
    rules = call.parameters["LifecycleConfiguration"]["Rules"]
    _check_rules(rules)
    bucket.lifecycle_rules, bucket.transition_size = tuple(map(LifecycleRule.of, rules)), size
    return AwsResponse(200, {_TRANSITION_SIZE_HEADER: size})


def delete_bucket_lifecycle(call: S3Call) -> AwsResponse:
    """Let nothing expire any more."""
    bucket: Any = call.bucket
    bucket.lifecycle_rules = ()
    return AwsResponse(204)


def _wanted_transition_size(call: S3Call) -> str:
    size = call.headers.get(_TRANSITION_SIZE_HEADER, _TRANSITION_SIZES[0])
    if size not in _TRANSITION_SIZES:
        raise invalid_request(f"Invalid TransitionDefaultMinimumObjectSize found: {size}")
    return size


def _check_rules(rules: list[Mapping[str, Any]]) -> None:
    if not 0 < len(rules) <= _MOST_RULES:
        raise malformed_xml()
    ids = [rule["ID"] for rule in rules if rule.get("ID")]
    if len(ids) != len(set(ids)):
        raise invalid_argument(
            "Rule ID must be unique. Found same ID for more than one rule",
            "ID",
            next(one for one in ids if ids.count(one) > 1),
        )
    for rule in rules:
        _check_rule(rule)


def _check_rule(rule: Mapping[str, Any]) -> None:
    if rule.get("Filter") and "Prefix" in rule:
        raise malformed_xml()
    _check_filter(rule.get("Filter") or {})
    if not any(rule.get(action) for action in _ACTIONS):
        raise malformed_xml() if "NoncurrentVersionExpiration" in rule else _without_action()
    _check_expiration(rule.get("Expiration") or {})
    _check_noncurrent_actions(rule)
    for transition in rule.get("Transitions") or ():
        _check_transition(transition)
    _check_what_filters_rule_out(rule)


def _check_filter(wanted: Mapping[str, Any]) -> None:
    if len(wanted) > 1:
        raise malformed_xml()
    several = wanted.get("And") or {}
    keys = [tag["Key"] for tag in several.get("Tags") or ()]
    if len(keys) != len(set(keys)):
        raise invalid_request("Duplicate Tag Keys are not allowed.")
    smaller, larger = several.get("ObjectSizeGreaterThan"), several.get("ObjectSizeLessThan")
    if smaller is not None and larger is not None and smaller >= larger:
        raise invalid_request("'ObjectSizeLessThan' has to be a value greater than 'ObjectSizeGreaterThan'.")


def _check_expiration(expiration: Mapping[str, Any]) -> None:
    if "ExpiredObjectDeleteMarker" in expiration and len(expiration) > 1:
        raise malformed_xml()
    _check_positive(expiration, "Days", "Expiration")
    _check_midnight(expiration)


def _check_noncurrent_actions(rule: Mapping[str, Any]) -> None:
    expiration = rule.get("NoncurrentVersionExpiration")
    for action in [] if expiration is None else [expiration]:
        if action.keys().isdisjoint({"NoncurrentDays", "NewerNoncurrentVersions"}):
            raise malformed_xml()
        _check_positive(action, "NoncurrentDays", "NoncurrentVersionExpiration")
        _check_kept_versions(action, "NoncurrentVersionExpiration")
    for action in rule.get("NoncurrentVersionTransitions") or ():
        if not {"NoncurrentDays", "StorageClass"} <= action.keys():
            raise malformed_xml()
        _check_least_days(action, "NoncurrentDays", "NoncurrentVersionTransition")
        _check_kept_versions(action, "NoncurrentVersionTransition")


def _check_kept_versions(action: Mapping[str, Any], name: str) -> None:
    _check_positive(action, "NewerNoncurrentVersions", name)
    if action.get("NewerNoncurrentVersions", 1) > _MOST_KEPT_VERSIONS:
        raise invalid_argument(
            f"'NewerNoncurrentVersions' for {name} action must be less than or equal to {_MOST_KEPT_VERSIONS}",
            "NewerNoncurrentVersions",
            action["NewerNoncurrentVersions"],
        )


def _check_transition(transition: Mapping[str, Any]) -> None:
    if "StorageClass" not in transition or ("Days" in transition) == ("Date" in transition):
        raise malformed_xml()
    if "Days" in transition:
        _check_least_days(transition, "Days", "Transition")
    _check_midnight(transition)


def _check_what_filters_rule_out(rule: Mapping[str, Any]) -> None:
    """Refuse actions on what has no tags: uploads that are not complete, and delete markers."""
    wanted: Mapping[str, Any] = rule.get("Filter") or {}
    if not {"Tag", "Tags"} & {**wanted, **(wanted.get("And") or {})}.keys():
        return
    expiration = rule.get("Expiration") or {}
    for name, holder in (("AbortIncompleteMultipartUpload", rule), ("ExpiredObjectDeleteMarker", expiration)):
        if name in holder:
            raise invalid_request(f"{name} cannot be specified with Tags.")


def _check_positive(action: Mapping[str, Any], member: str, name: str) -> None:
    if action.get(member, 1) <= 0:
        raise invalid_argument(
            f"'{member}' for {name} action must be a positive integer", member, action[member]
        )


def _check_least_days(transition: Mapping[str, Any], member: str, name: str) -> None:
    storage_class = transition["StorageClass"]
    least = _LEAST_DAYS.get(storage_class, 0)
    if transition[member] < least:
        raise invalid_argument(
            f"'{member}' in {name} action must be greater than or equal to {least} for storageClass '{storage_class}'",
            member,
            transition[member],
        )


def _check_midnight(action: Mapping[str, Any]) -> None:
    date = action.get("Date")
    if date is not None and (date.hour or date.minute or date.second):
        raise invalid_argument("'Date' must be at midnight GMT", "Date", date.isoformat())


def _without_action() -> S3Error:
    return invalid_request("At least one action needs to be specified in a rule")

"""Lifecycle rules at their time, which the stand-in's clock tells.

They are looked at before a request for their bucket, once for each day and for each change of the rules, so that a request
costs the same however many objects there are.
"""

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from aws_stand_in.overlays.s3.call import S3Call
from aws_stand_in.overlays.s3.errors import S3Error
from aws_stand_in.overlays.s3.lifecycle import applies, due_at, expires_at, has_prefix, midnight_after
from aws_stand_in.overlays.s3.objects import check_unlocked, drop_version, mark_deleted, notify

if TYPE_CHECKING:
    from moto.s3.models import FakeBucket, LifecycleRule

DELETED, MARKED = "LifecycleExpiration:Delete", "LifecycleExpiration:DeleteMarkerCreated"


def apply_rules(call: S3Call) -> None:
    """Let everything expire in a bucket that has by now."""
    bucket: Any = call.backend.buckets.get(call.bucket_name)
    if bucket is None or not bucket.rules:
        return
    day = call.moment.date()
    if bucket.swept_on == day and bucket.swept_rules is bucket.rules:
        return
    for rule in bucket.rules:
        if rule.status == "Enabled":
            _apply_rule(call, bucket, rule)
    bucket.swept_on, bucket.swept_rules = day, bucket.rules


def _apply_rule(call: S3Call, bucket: "FakeBucket", rule: "LifecycleRule") -> None:
    for name in list(bucket.keys.names):  # type: ignore[attr-defined]
        _expire_earlier_versions(call, bucket, rule, name)
        _expire_current_version(call, bucket, rule, name)
        _move(call, bucket, rule, name)
    for upload in list(bucket.multiparts.values()):
        _abort(call, bucket, rule, upload)


def _expire_current_version(call: S3Call, bucket: "FakeBucket", rule: "LifecycleRule", name: str) -> None:
    from moto.s3.models import FakeDeleteMarker

    versions = bucket.keys.getlist(name, [])
    if not versions:
        return
    current = versions[-1]
    if isinstance(current, FakeDeleteMarker):
        alone = len(versions) == 1 and str(rule.expired_object_delete_marker).lower() == "true"
        if alone and has_prefix(rule, name):
            drop_version(bucket, name, current)
        return
    due = expires_at(rule, current)
    if due is None or due > call.moment or not applies(call, rule, current):
        return
    if bucket.versioning_status:
        mark_deleted(call, bucket, name, MARKED)
    else:
        drop_version(bucket, name, current)
        notify(call.aws.account_id, DELETED, bucket, current)


def _expire_earlier_versions(call: S3Call, bucket: "FakeBucket", rule: "LifecycleRule", name: str) -> None:
    if rule.nve_noncurrent_days is None:
        return
    versions = bucket.keys.getlist(name, [])
    for version, successor in list(pairwise(versions)):
        due = midnight_after(successor.last_modified, int(rule.nve_noncurrent_days))
        if due <= call.moment and applies(call, rule, version) and not _is_locked(call, version):
            drop_version(bucket, name, version)
            notify(call.aws.account_id, DELETED, bucket, version)


def _is_locked(call: S3Call, version: Any) -> bool:
    try:
        check_unlocked(call, version, bypass=False)
    except S3Error:
        return True
    return False


def _move(call: S3Call, bucket: "FakeBucket", rule: "LifecycleRule", name: str) -> None:
    """Put an object into the storage class that is due."""
    from moto.s3.models import FakeKey

    current = bucket.keys.get(name)
    if not isinstance(current, FakeKey) or not applies(call, rule, current):
        return
    due = [
        (moment, transition.storage_class)
        for transition in rule.transitions or ()
        if (moment := due_at(transition.days, transition.date, current)) and moment <= call.moment
    ]
    if due:
        current.set_storage_class(max(due)[1])


def _abort(call: S3Call, bucket: "FakeBucket", rule: "LifecycleRule", upload: Any) -> None:
    if rule.aimu_days is None or not has_prefix(rule, upload.key):
        return
    if midnight_after(upload.initiated, int(rule.aimu_days)) <= call.moment:
        del bucket.multiparts[upload.id]

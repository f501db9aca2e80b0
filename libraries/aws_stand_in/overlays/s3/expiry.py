"""Lifecycle rules at their time, which the stand-in's clock tells.

They are looked at before a request for their bucket, once for each day and for each change of the rules, so that a request
costs the same however many objects there are.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from aws_stand_in.overlays.s3.call import S3Call
from aws_stand_in.overlays.s3.delete_markers import is_delete_marker
from aws_stand_in.overlays.s3.errors import S3Error
from aws_stand_in.overlays.s3.lifecycle import LifecycleRule, aborts_at, due_at, midnight_after
from aws_stand_in.overlays.s3.objects import check_unlocked, drop_version, mark_deleted, notify

if TYPE_CHECKING:
    from moto.s3.models import FakeBucket

DELETED, MARKED = "LifecycleExpiration:Delete", "LifecycleExpiration:DeleteMarkerCreated"


def apply_rules(call: S3Call) -> None:
    """Let everything expire in a bucket that has by now."""
    bucket: Any = call.backend.buckets.get(call.bucket_name)
    if bucket is None or not bucket.lifecycle_rules:
        return
    day = call.moment.date()
    if bucket.swept_on == day and bucket.swept_rules is bucket.lifecycle_rules:
        return
    for rule in bucket.lifecycle_rules:
        if rule.is_enabled:
            _apply_rule(call, bucket, rule)
    bucket.swept_on, bucket.swept_rules = day, bucket.lifecycle_rules


def _apply_rule(call: S3Call, bucket: "FakeBucket", rule: LifecycleRule) -> None:
    for name in list(bucket.keys.names):  # type: ignore[attr-defined]
        _apply_to_noncurrent_versions(call, bucket, rule, name)
        _expire_current_version(call, bucket, rule, name)
        _move_current_version(call, bucket, rule, name)
    for upload in list(bucket.multiparts.values()):
        due = aborts_at(rule, upload)
        if due is not None and due <= call.moment:
            del bucket.multiparts[upload.id]


def _expire_current_version(call: S3Call, bucket: "FakeBucket", rule: LifecycleRule, name: str) -> None:
    versions = bucket.keys.getlist(name, [])
    if not versions:
        return
    current = versions[-1]
    if is_delete_marker(current):
        is_alone = len(versions) == 1 and rule.expiration.get("ExpiredObjectDeleteMarker")
        if is_alone and rule.has_prefix(name):
            drop_version(bucket, name, current)
        return
    due = due_at(rule.expiration, current)
    if due is None or due > call.moment or not rule.applies(call, current):
        return
    if bucket.versioning_status:
        mark_deleted(call, bucket, name, MARKED)
    else:
        drop_version(bucket, name, current)
        notify(call.aws.account_id, DELETED, bucket, current)


def _apply_to_noncurrent_versions(call: S3Call, bucket: "FakeBucket", rule: LifecycleRule, name: str) -> None:
    """Remove versions that are not the current one, or move them, when they have not been current for long enough."""
    versions = bucket.keys.getlist(name, [])
    newest_first = reversed(list(pairwise(versions)))
    for newer, (version, successor) in enumerate(newest_first):
        if not rule.applies(call, version):
            continue
        _move(call, rule, version, _due(rule.noncurrent_transitions, successor, newer))
        removals = [] if rule.noncurrent_expiration is None else [rule.noncurrent_expiration]
        for due, _ in _due(removals, successor, newer):
            if due <= call.moment and not _is_locked(call, version):
                drop_version(bucket, name, version)
                notify(call.aws.account_id, DELETED, bucket, version)


def _due(
    actions: Iterable[Mapping[str, Any]], successor: Any, newer: int
) -> list[tuple[datetime, Mapping[str, Any]]]:
    """Return when actions on a version are due, apart from those that keep it as one of the newest.

    Args:
        actions: What a rule does with versions that are not current.
        successor: The version that took its place.
        newer: How many versions are newer, and not current either.
    """
    return [
        (midnight_after(successor.last_modified, action.get("NoncurrentDays") or 0), action)
        for action in actions
        if newer >= (action.get("NewerNoncurrentVersions") or 0)
    ]


def _is_locked(call: S3Call, version: Any) -> bool:
    try:
        check_unlocked(call, version, bypass=False)
    except S3Error:
        return True
    return False


def _move_current_version(call: S3Call, bucket: "FakeBucket", rule: LifecycleRule, name: str) -> None:
    current: Any = bucket.keys.get(name)
    if current is not None and rule.transitions and rule.applies(call, current):
        due = [(due_at(transition, current), transition) for transition in rule.transitions]
        _move(call, rule, current, [(moment, action) for moment, action in due if moment is not None])


def _move(
    call: S3Call, rule: LifecycleRule, version: Any, due: list[tuple[datetime, Mapping[str, Any]]]
) -> None:
    """Put a version into the storage class that is due."""
    passed = [(moment, action["StorageClass"]) for moment, action in due if moment <= call.moment]
    if passed and not is_delete_marker(version) and rule.moves(call, version, max(passed)[1]):
        version.set_storage_class(max(passed)[1])

"""Lifecycle rules: objects that expire, at midnight UTC by the stand-in's clock.

They are looked at before a request for their bucket, once for each day and for each change of the rules, so that a request
costs the same however many objects there are. Source: Amazon S3 User Guide, "Lifecycle configuration elements".
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from aws_stand_in.overlays.s3.call import S3Call

if TYPE_CHECKING:
    from moto.s3.models import FakeBucket, LifecycleRule

DELETED, MARKED = "LifecycleExpiration:Delete", "LifecycleExpiration:DeleteMarkerCreated"


def apply_rules(call: S3Call) -> None:
    """Let everything expire in a bucket that has by now."""
    bucket: Any = call.backend.buckets.get(call.bucket_name)
    if bucket is None or not bucket.rules:
        return
    day = call.moment.date()
    if bucket.swept == (day, id(bucket.rules)):
        return
    for rule in bucket.rules:
        if rule.status == "Enabled":
            _apply_rule(call, bucket, rule)
    bucket.swept = (day, id(bucket.rules))


def expiration_header(call: S3Call, version: Any) -> dict[str, str]:
    """Return the header that says when an object expires, and by which rule."""
    found = [
        (due, rule)
        for rule in call.bucket.rules
        if rule.status == "Enabled" and _applies(call, rule, version) and (due := _expires_at(rule, version))
    ]
    if not found:
        return {}
    due, rule = min(found, key=lambda one: one[0])
    date = due.strftime("%a, %d %b %Y %H:%M:%S GMT")
    return {"x-amz-expiration": f'expiry-date="{date}", rule-id="{quote(rule.id or "")}"'}


def abortion(call: S3Call, upload: Any) -> "tuple[datetime, LifecycleRule] | None":
    """Return when an upload is aborted, and by which rule; None if it is not."""
    found = [
        (_midnight_after(upload.initiated, int(rule.aimu_days)), rule)
        for rule in call.bucket.rules
        if rule.status == "Enabled" and rule.aimu_days is not None and _has_prefix(rule, upload.key)
    ]
    return min(found, key=lambda one: one[0], default=None)


def _apply_rule(call: S3Call, bucket: "FakeBucket", rule: "LifecycleRule") -> None:
    for name in list(bucket.keys.names):  # type: ignore[attr-defined]
        _expire_earlier_versions(call, bucket, rule, name)
        _expire_current_version(call, bucket, rule, name)
        _move(call, bucket, rule, name)
    for upload in list(bucket.multiparts.values()):
        _abort(call, bucket, rule, upload)


def _expire_current_version(call: S3Call, bucket: "FakeBucket", rule: "LifecycleRule", name: str) -> None:
    from moto.s3.models import FakeDeleteMarker

    from aws_stand_in.overlays.s3.objects import drop_version, mark_deleted, notify

    versions = bucket.keys.getlist(name, [])
    if not versions:
        return
    current = versions[-1]
    if isinstance(current, FakeDeleteMarker):
        alone = len(versions) == 1 and str(rule.expired_object_delete_marker).lower() == "true"
        if alone and _has_prefix(rule, name):
            drop_version(bucket, name, current)
        return
    due = _expires_at(rule, current)
    if due is None or due > call.moment or not _applies(call, rule, current):
        return
    if bucket.versioning_status:
        mark_deleted(call, bucket, name, MARKED)
    else:
        drop_version(bucket, name, current)
        notify(call.aws.account_id, DELETED, bucket, current)


def _expire_earlier_versions(call: S3Call, bucket: "FakeBucket", rule: "LifecycleRule", name: str) -> None:
    from aws_stand_in.overlays.s3.objects import drop_version, notify

    if rule.nve_noncurrent_days is None:
        return
    versions = bucket.keys.getlist(name, [])
    for version, successor in list(pairwise(versions)):
        due = _midnight_after(successor.last_modified, int(rule.nve_noncurrent_days))
        if due <= call.moment and _applies(call, rule, version) and not _is_locked(call, version):
            drop_version(bucket, name, version)
            notify(call.aws.account_id, DELETED, bucket, version)


def _is_locked(call: S3Call, version: Any) -> bool:
    from aws_stand_in.overlays.s3.errors import S3Error
    from aws_stand_in.overlays.s3.objects import check_unlocked

    try:
        check_unlocked(call, version, bypass=False)
    except S3Error:
        return True
    return False


def _move(call: S3Call, bucket: "FakeBucket", rule: "LifecycleRule", name: str) -> None:
    """Put an object into the storage class that is due."""
    from moto.s3.models import FakeKey

    current = bucket.keys.get(name)
    if not isinstance(current, FakeKey) or not _applies(call, rule, current):
        return
    due = [
        (moment, transition.storage_class)
        for transition in rule.transitions or ()
        if (moment := _due(transition.days, transition.date, current)) and moment <= call.moment
    ]
    if due:
        current.set_storage_class(max(due)[1])


def _abort(call: S3Call, bucket: "FakeBucket", rule: "LifecycleRule", upload: Any) -> None:
    if rule.aimu_days is None or not _has_prefix(rule, upload.key):
        return
    if _midnight_after(upload.initiated, int(rule.aimu_days)) <= call.moment:
        del bucket.multiparts[upload.id]


def _expires_at(rule: "LifecycleRule", version: Any) -> datetime | None:
    return _due(rule.expiration_days, rule.expiration_date, version)


def _due(days: Any, date: Any, version: Any) -> datetime | None:
    if days is not None:
        return _midnight_after(version.last_modified, int(days))
    if date is not None:
        return datetime.fromisoformat(str(date)).astimezone(UTC).replace(tzinfo=None)
    return None


def _midnight_after(moment: datetime, days: int) -> datetime:
    """Return the midnight after so many days."""
    late = moment + timedelta(days=days)
    midnight = late.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight if midnight == late else midnight + timedelta(days=1)


def _applies(call: S3Call, rule: "LifecycleRule", version: Any) -> bool:
    if not _has_prefix(rule, version.name):
        return False
    wanted = dict(_tags(rule))
    held = call.backend.tagger.get_tag_dict_for_resource(version.arn) if wanted else {}
    return all(held.get(key) == value for key, value in wanted.items())


def _has_prefix(rule: "LifecycleRule", name: str) -> bool:
    holder: Any = rule
    if rule.filter:
        holder = rule.filter.and_filter or rule.filter
    return name.startswith(holder.prefix or "")


def _tags(rule: "LifecycleRule") -> Iterator[tuple[str, str | None]]:
    if rule.filter and rule.filter.tag_key:
        yield rule.filter.tag_key, rule.filter.tag_value
    if rule.filter and rule.filter.and_filter:
        yield from rule.filter.and_filter.tags.items()

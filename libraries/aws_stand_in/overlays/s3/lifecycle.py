"""Lifecycle rules: what they apply to, and when, which is at midnight UTC.

Source: Amazon S3 User Guide, "Lifecycle configuration elements".
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from aws_stand_in.overlays.s3.call import S3Call

if TYPE_CHECKING:
    from moto.s3.models import LifecycleRule


def expiration_header(call: S3Call, version: Any) -> dict[str, str]:
    """Return the header that says when an object expires, and by which rule."""
    found = [
        (due, rule)
        for rule in call.bucket.rules
        if rule.status == "Enabled" and applies(call, rule, version) and (due := expires_at(rule, version))
    ]
    if not found:
        return {}
    due, rule = min(found, key=lambda one: one[0])
    date = due.strftime("%a, %d %b %Y %H:%M:%S GMT")
    return {"x-amz-expiration": f'expiry-date="{date}", rule-id="{quote(rule.id or "")}"'}


def abortion(call: S3Call, upload: Any) -> "tuple[datetime, LifecycleRule] | None":
    """Return when an upload is aborted, and by which rule; None if it is not."""
    found = [
        (midnight_after(upload.initiated, int(rule.aimu_days)), rule)
        for rule in call.bucket.rules
        if rule.status == "Enabled" and rule.aimu_days is not None and has_prefix(rule, upload.key)
    ]
    return min(found, key=lambda one: one[0], default=None)


def expires_at(rule: "LifecycleRule", version: Any) -> datetime | None:
    """Return when a rule lets an object expire; None if it does not."""
    return due_at(rule.expiration_days, rule.expiration_date, version)


def due_at(days: Any, date: Any, version: Any) -> datetime | None:
    """Return when an action of so many days, or of a date, is due for an object."""
    if days is not None:
        return midnight_after(version.last_modified, int(days))
    if date is not None:
        return datetime.fromisoformat(str(date)).astimezone(UTC).replace(tzinfo=None)
    return None


def midnight_after(moment: datetime, days: int) -> datetime:
    """Return the midnight after so many days; the end of time if that is later than a date can be."""
    try:
        late = moment + timedelta(days=days)
        midnight = late.replace(hour=0, minute=0, second=0, microsecond=0)
        return midnight if midnight == late else midnight + timedelta(days=1)
    except OverflowError:
        return datetime.max  # noqa: DTZ901 - in UTC without saying so, as all times of moto


def applies(call: S3Call, rule: "LifecycleRule", version: Any) -> bool:
    """Tell whether a rule is about an object."""
    if not has_prefix(rule, version.name):
        return False
    wanted = dict(_tags(rule))
    held = call.backend.tagger.get_tag_dict_for_resource(version.arn) if wanted else {}
    return all(held.get(key) == value for key, value in wanted.items())


def has_prefix(rule: "LifecycleRule", name: str) -> bool:
    """Tell whether a rule is about objects of this name."""
    holder: Any = rule
    if rule.filter:
        holder = rule.filter.and_filter or rule.filter
    return name.startswith(holder.prefix or "")


def _tags(rule: "LifecycleRule") -> Iterator[tuple[str, str | None]]:
    if rule.filter and rule.filter.tag_key:
        yield rule.filter.tag_key, rule.filter.tag_value
    if rule.filter and rule.filter.and_filter:
        yield from rule.filter.and_filter.tags.items()

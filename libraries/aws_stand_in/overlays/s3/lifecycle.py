"""Lifecycle rules: what they apply to, and when, which is at midnight UTC.

Source: Amazon S3 User Guide, "Lifecycle configuration elements" and "Transitioning objects using Amazon S3 Lifecycle".
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import inf
from typing import Any
from urllib.parse import quote

from werkzeug.http import http_date

from aws_stand_in.overlays.s3.call import S3Call
from aws_stand_in.overlays.s3.delete_markers import is_delete_marker

SMALLEST_MOVED = 128 * 1024
"""How large an object has to be for a transition, unless its rule has a filter by size."""
VARYING_SIZES = "varies_by_storage_class"
_SIZES = {"ObjectSizeGreaterThan", "ObjectSizeLessThan"}
_CLASSES_FOR_SMALL_OBJECTS = ("GLACIER", "DEEP_ARCHIVE")


@dataclass(frozen=True, slots=True)
class LifecycleRule:
    """A rule.

    Attributes:
        given: Its members, as PutBucketLifecycleConfiguration names them.
    """

    given: Mapping[str, Any]

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> "LifecycleRule":
        """Return the rule with these members; one without an id gets one."""
        return cls({"ID": secrets.token_urlsafe(36), **given})

    @property
    def id(self) -> str:
        """Its id."""
        return str(self.given["ID"])

    @property
    def is_enabled(self) -> bool:
        """Whether it is applied."""
        return bool(self.given["Status"] == "Enabled")

    @property
    def filter(self) -> Mapping[str, Any]:
        """All that an object has to be, so that the rule is about it."""
        wanted: Mapping[str, Any] = self.given.get("Filter") or {}
        return wanted.get("And") or wanted

    @property
    def expiration(self) -> Mapping[str, Any]:
        """When it lets objects expire."""
        return self.given.get("Expiration") or {}

    @property
    def transitions(self) -> Sequence[Mapping[str, Any]]:
        """When it moves objects to another storage class."""
        return self.given.get("Transitions") or ()

    @property
    def noncurrent_expiration(self) -> Mapping[str, Any] | None:
        """When it removes versions that are not the current ones; None if it does not."""
        return self.given.get("NoncurrentVersionExpiration")

    @property
    def noncurrent_transitions(self) -> Sequence[Mapping[str, Any]]:
        """When it moves versions that are not the current ones."""
        return self.given.get("NoncurrentVersionTransitions") or ()

    @property
    def days_of_uploads(self) -> int | None:
        """After how many days it aborts an upload that is not complete; None if it does not."""
        days: int | None = (self.given.get("AbortIncompleteMultipartUpload") or {}).get("DaysAfterInitiation")
        return days

    def has_prefix(self, name: str) -> bool:
        """Tell whether it is about objects of this name."""
        return name.startswith(self.filter.get("Prefix") or self.given.get("Prefix") or "")

    def applies(self, call: S3Call, version: Any) -> bool:
        """Tell whether it is about a version of an object."""
        return self.has_prefix(version.name) and self._has_size(version) and self._has_tags(call, version)

    def moves(self, call: S3Call, version: Any, storage_class: str) -> bool:
        """Tell whether it moves an object of that size to a storage class."""
        has_size = not _SIZES.isdisjoint(self.filter)
        bucket: Any = call.bucket
        suits = bucket.transition_size == VARYING_SIZES and storage_class in _CLASSES_FOR_SMALL_OBJECTS
        return has_size or suits or bool(version.size >= SMALLEST_MOVED)

    def _has_size(self, version: Any) -> bool:
        if _SIZES.isdisjoint(self.filter):
            return True
        if is_delete_marker(version):
            return False
        smallest, largest = (
            self.filter.get("ObjectSizeGreaterThan", -1),
            self.filter.get("ObjectSizeLessThan", inf),
        )
        return bool(smallest < version.size < largest)

    def _has_tags(self, call: S3Call, version: Any) -> bool:
        tag = self.filter.get("Tag")
        wanted = self.filter.get("Tags") or ([tag] if tag else [])
        if not wanted:
            return True
        if is_delete_marker(version):
            return False
        held = call.backend.tagger.get_tag_dict_for_resource(version.arn)
        return all(held.get(one["Key"]) == one["Value"] for one in wanted)


def rules_of(bucket: Any) -> Sequence[LifecycleRule]:
    """Return the rules of a bucket."""
    rules: Sequence[LifecycleRule] = bucket.lifecycle_rules
    return rules


def expiration_header(call: S3Call, version: Any) -> dict[str, str]:
    """Return the header that says when an object expires, and by which rule."""
    found = [
        (due, rule)
        for rule in rules_of(call.bucket)
        if rule.is_enabled and rule.applies(call, version) and (due := due_at(rule.expiration, version))
    ]
    if not found:
        return {}
    due, rule = min(found, key=lambda one: one[0])
    return {"x-amz-expiration": f'expiry-date="{http_date(due)}", rule-id="{quote(rule.id)}"'}


def abortion(call: S3Call, upload: Any) -> tuple[datetime, LifecycleRule] | None:
    """Return when an upload is aborted, and by which rule; None if it is not."""
    found = [
        (due, rule)
        for rule in rules_of(call.bucket)
        if rule.is_enabled and (due := aborts_at(rule, upload)) is not None
    ]
    return min(found, key=lambda one: one[0], default=None)


def aborts_at(rule: LifecycleRule, upload: Any) -> datetime | None:
    """Return when a rule aborts an upload; None if it does not."""
    days = rule.days_of_uploads
    return None if days is None or not rule.has_prefix(upload.key) else midnight_after(upload.initiated, days)


def due_at(action: Mapping[str, Any], version: Any) -> datetime | None:
    """Return when an action that names days or a date is due for an object; None if it names neither."""
    if action.get("Days") is not None:
        return midnight_after(version.last_modified, action["Days"])
    date: datetime | None = action.get("Date")
    return None if date is None else date.astimezone(UTC).replace(tzinfo=None)


def midnight_after(moment: datetime, days: int) -> datetime:
    """Return the midnight after so many days; the end of time if that is later than a date can be."""
    try:
        late = moment + timedelta(days=days)
        midnight = late.replace(hour=0, minute=0, second=0, microsecond=0)
        return midnight if midnight == late else midnight + timedelta(days=1)
    except OverflowError:
        return datetime.max  # noqa: DTZ901 - in UTC without saying so, as all times of moto

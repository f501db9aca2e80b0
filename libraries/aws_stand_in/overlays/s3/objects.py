"""The versions of objects that a bucket has: found, created and removed as S3 does it, in moto's models."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from werkzeug.http import http_date

from aws_stand_in.overlays.s3 import lifecycle
from aws_stand_in.overlays.s3.call import S3Call
from aws_stand_in.overlays.s3.checksums import Checksum
from aws_stand_in.overlays.s3.delete_markers import is_delete_marker
from aws_stand_in.overlays.s3.encryption import Encryption
from aws_stand_in.overlays.s3.errors import (
    S3Error,
    method_not_allowed,
    no_such_key,
    no_such_version,
    object_locked,
)
from aws_stand_in.overlays.s3.properties import Properties, moment_of
from aws_stand_in.overlays.s3.version_ids import (
    NULL_VERSION,
    check_version_id,
    invalid_version_id,
    is_given,
    new_id,
)

if TYPE_CHECKING:
    from moto.s3.models import FakeBucket, FakeDeleteMarker, FakeKey

_EXPOSED_LOCKS = {
    "x-amz-object-lock-mode": "lock_mode",
    "x-amz-object-lock-retain-until-date": "lock_until",
    "x-amz-object-lock-legal-hold": "lock_legal_status",
}


@dataclass(frozen=True, slots=True)
class StoredPart:
    """A part that an object was made of.

    Attributes:
        number: Its number in the object, from 1 on.
        size: Its bytes.
        checksum: Its checksum, if it was sent with one.
    """

    number: int
    size: int
    checksum: Checksum | None


# ------------------------------------------------------------------------------------------------------------- finding


def find_object(
    call: S3Call, name: str, version_id: str | None, bucket: "FakeBucket | None" = None
) -> "FakeKey":
    """Return an object.

    Raises:
        S3Error: There is none, or its newest version is a delete marker.
    """
    bucket = bucket or call.bucket
    version: Any = find_version(bucket, name, version_id)
    if version is None and version_id is not None:
        raise no_such_version(name, version_id)
    if version is None:
        raise no_such_key(name)
    if is_delete_marker(version):
        marker = {"x-amz-delete-marker": "true", "x-amz-version-id": version.version_id}
        if version_id is None:
            raise no_such_key(name, marker)
        modified = {"Last-Modified": http_date(version.last_modified), "Allow": "DELETE"}
        raise method_not_allowed(call.method, marker | modified)
    found: FakeKey = version
    return found


def find_version(
    bucket: "FakeBucket", name: str, version_id: str | None
) -> "FakeKey | FakeDeleteMarker | None":
    """Return a version, or the newest one; None if there is none."""
    versions: Sequence[Any] = bucket.keys.getlist(name, [])
    if version_id is None:
        return versions[-1] if versions else None
    check_version_id(version_id, has_versions=bool(bucket.versioning_status))
    return next((one for one in versions if one.version_id == version_id), None)


def content_of(found: "FakeKey") -> bytes:
    """Return the content of an object without copying it."""
    content: bytes = found._value_buffer.getvalue()  # type: ignore[attr-defined]
    return content


def encryption_of_object(found: Any) -> Encryption:
    """Return how an object is encrypted."""
    return Encryption(
        algorithm=found.encryption or "AES256",
        kms_key_id=found.kms_key_id,
        bucket_key=bool(found.bucket_key_enabled),
        customer_key_md5=found.customer_key_md5,
    )


def checksum_of_object(found: "FakeKey") -> Checksum | None:
    """Return the checksum of an object; None if it was made without one."""
    if not found.checksum_algorithm or not found.checksum_value:
        return None
    return Checksum(found.checksum_algorithm, found.checksum_value, found.checksum_type or "FULL_OBJECT")


def tags_of(call: S3Call, found: "FakeKey") -> dict[str, str]:
    """Return the tags of an object."""
    tags: dict[str, str] = call.backend.tagger.get_tag_dict_for_resource(found.arn)
    return tags


def put_tags(call: S3Call, found: "FakeKey", tags: Mapping[str, str]) -> None:
    """Give an object these tags and no others."""
    tagger = call.backend.tagger
    if tagger.has_tags(found.arn):
        tagger.delete_all_tags_for_resource(found.arn)
    if tags:
        tagger.tag_resource(found.arn, [{"Key": key, "Value": value} for key, value in tags.items()])


def headers_of_object(call: S3Call, found: Any) -> dict[str, str]:
    """Return the headers that describe an object, without its length."""
    headers = {
        **found.metadata,
        "ETag": found.etag,
        "Last-Modified": http_date(found.last_modified),
        "Accept-Ranges": "bytes",
        **encryption_of_object(found).headers,
        **version_header(call.bucket, found),
    }
    if "versionId" not in call.query:  # S3 does not tell when a version expires that is asked for by its id
        headers |= lifecycle.expiration_header(call, found)
    if found.storage_class != "STANDARD":
        headers["x-amz-storage-class"] = found.storage_class
    if found.website_redirect_location:
        headers["x-amz-website-redirect-location"] = found.website_redirect_location
    if restored := found._expiry and found.response_dict.get("x-amz-restore"):
        headers["x-amz-restore"] = restored
    headers |= {name: getattr(found, held) for name, held in _EXPOSED_LOCKS.items() if getattr(found, held)}
    if tags := tags_of(call, found):
        headers["x-amz-tagging-count"] = str(len(tags))
    return headers


def version_header(bucket: "FakeBucket", version: Any) -> dict[str, str]:
    """Return the header with the id of a version, which buckets without versions do not have."""
    return {"x-amz-version-id": version.version_id} if bucket.versioning_status else {}


def location_of(bucket: "FakeBucket", name: str) -> str:
    """Return the URL of an object."""
    return f"https://{bucket.name}.s3.{bucket.region_name}.amazonaws.com/{quote(name)}"


# ------------------------------------------------------------------------------------------------------------- changing


def create_object(  # noqa: PLR0913 - what an object is made of
    call: S3Call,
    name: str,
    content: bytes,
    properties: Properties,
    checksum: Checksum,
    *,
    etag: str | None = None,
    parts: Sequence[StoredPart] = (),
) -> "FakeKey":
    """Put an object into the bucket of the request.

    Args:
        call: The request.
        name: The key of the object.
        content: Its content.
        properties: What it has beside its content.
        checksum: Its checksum.
        etag: Its ETag; None for that of its content.
        parts: The parts that it was made of.
    """
    from moto.s3.models import FakeKey

    bucket, encryption = call.bucket, properties.encryption
    created: Any = FakeKey(
        name,
        content,
        call.aws.account_id,
        call.backend.region_name,
        storage=properties.storage_class,
        etag=etag,
        is_versioned=bucket.is_versioned,
        version_id=new_version_id(bucket),
        bucket_name=bucket.name,
        encryption=encryption.algorithm,
        kms_key_id=encryption.kms_key_id,
        bucket_key_enabled=encryption.bucket_key,
        lock_mode=properties.lock.mode,
        lock_until=properties.lock.until,
        lock_legal_status=properties.lock.legal_hold,
        checksum_value=checksum.value,
        checksum_type=checksum.kind,
    )
    created.checksum_algorithm = checksum.algorithm
    created.customer_key_md5 = encryption.customer_key_md5
    created.parts = tuple(parts)
    created.last_modified = call.moment
    created.set_metadata(dict(properties.metadata), replace=True)
    created.website_redirect_location = properties.redirect
    if properties.acl:
        created.set_acl(properties.acl)
    _add_version(bucket, name, created)
    put_tags(call, created, properties.tags)
    stored: FakeKey = created
    return stored


def new_version_id(bucket: "FakeBucket") -> str:
    """Return the id of the next version in a bucket."""
    return new_id() if bucket.is_versioned else NULL_VERSION


def _add_version(bucket: "FakeBucket", name: str, version: Any) -> None:
    if bucket.is_versioned:
        bucket.keys[name] = version
    elif bucket.versioning_status:
        earlier = [one for one in bucket.keys.getlist(name, []) if one.version_id != NULL_VERSION]
        bucket.keys.setlist(name, [*earlier, version])
    else:
        bucket.keys.setlist(name, [version])


@dataclass(frozen=True, slots=True)
class Removal:
    """The result of a deletion.

    Attributes:
        version_id: The version that was removed, or the new delete marker; None in a bucket without versions.
        is_marker: Whether it is a delete marker.
    """

    version_id: str | None = None
    is_marker: bool = False


def remove_object(call: S3Call, name: str, version_id: str | None, *, bypass: bool) -> Removal:
    """Delete a version, or hide the object behind a delete marker if the bucket has versions.

    Args:
        call: The request.
        name: The key of the object.
        version_id: The version; None for the object.
        bypass: Whether a lock of the mode `GOVERNANCE` does not count.
    """
    bucket = call.bucket
    if version_id is not None:
        return _remove_version(call, name, version_id, bypass=bypass)
    if bucket.versioning_status:
        return mark_deleted(call, bucket, name)
    held: Any = find_version(bucket, name, None)
    if held is not None:
        bucket.keys.pop(name)
        notify(call.aws.account_id, "ObjectRemoved:Delete", bucket, held)
    return Removal()


def mark_deleted(
    call: S3Call, bucket: "FakeBucket", name: str, event: str = "ObjectRemoved:DeleteMarkerCreated"
) -> Removal:
    """Hide an object behind a delete marker."""
    from moto.s3.models import FakeDeleteMarker

    marker: Any = FakeDeleteMarker(key=SimpleNamespace(name=name))  # type: ignore[arg-type]
    marker._version_id = new_version_id(bucket)
    marker.last_modified = call.moment
    _add_version(bucket, name, marker)
    notify(call.aws.account_id, event, bucket, marker)
    return Removal(marker.version_id, is_marker=True)


def _remove_version(call: S3Call, name: str, version_id: str, *, bypass: bool) -> Removal:
    bucket = call.bucket
    version = find_version(bucket, name, version_id)
    if version is None and name in bucket.keys and version_id != NULL_VERSION and not is_given(version_id):
        raise invalid_version_id(version_id)
    if version is None:
        return Removal(version_id if bucket.versioning_status and name in bucket.keys else None)
    check_unlocked(call, version, bypass=bypass)
    drop_version(bucket, name, version)
    notify(call.aws.account_id, "ObjectRemoved:Delete", bucket, version)
    return Removal(version_id if bucket.versioning_status else None, is_delete_marker(version))


def drop_version(bucket: "FakeBucket", name: str, version: Any) -> None:
    """Remove a version."""
    rest = [one for one in bucket.keys.getlist(name, []) if one is not version]
    if rest:
        bucket.keys.setlist(name, rest)
    else:
        bucket.keys.pop(name)


def check_unlocked(call: S3Call, version: Any, *, bypass: bool) -> None:
    """Refuse to delete a version that is locked."""
    mode, until = getattr(version, "lock_mode", None), getattr(version, "lock_until", None)
    held = getattr(version, "lock_legal_status", None) == "ON"
    retained = until is not None and moment_of(until).timestamp() > call.now
    if held or (retained and not (bypass and mode == "GOVERNANCE")):
        raise object_locked()


def check_active(
    found: Any, refusal: str = "The operation is not valid for the object's storage class"
) -> None:
    """Refuse to read an object that is archived."""
    from moto.s3.utils import ARCHIVE_STORAGE_CLASSES

    if found.storage_class in ARCHIVE_STORAGE_CLASSES and 'ongoing-request="false"' not in str(
        found.response_dict.get("x-amz-restore", "")
    ):
        raise S3Error(
            "InvalidObjectState",
            refusal,
            status=403,
            StorageClass=found.storage_class,
        )


def notify(account_id: str, event: str, bucket: "FakeBucket", version: Any) -> None:
    """Send the notifications that the bucket's configuration asks for."""
    from moto.s3 import notifications

    if bucket.notification_configuration is not None:
        notifications.send_event(
            account_id, notifications.S3NotificationEvent(f"s3:{event}"), bucket, version
        )

"""What a request says about the object that it creates: metadata, storage class, encryption, tags, access, locks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from aws_stand_in.overlays.s3.call import S3Call
from aws_stand_in.overlays.s3.encryption import Encryption, encryption_of
from aws_stand_in.overlays.s3.errors import S3Error, invalid_argument, invalid_request
from aws_stand_in.overlays.s3.public_access import acl_of_new_object
from aws_stand_in.overlays.s3.tags import tags_of_header
from aws_stand_in.overlays.s3.user_metadata import returned_value

if TYPE_CHECKING:
    from moto.s3.models import FakeAcl

METADATA_PREFIX = "x-amz-meta-"
LARGEST_METADATA = 2048
_SYSTEM_METADATA = (
    "cache-control",
    "content-disposition",
    "content-encoding",
    "content-language",
    "content-type",
    "expires",
)
_DEFAULT_TYPE = "binary/octet-stream"


@dataclass(frozen=True, kw_only=True, slots=True)
class ObjectLock:
    """What keeps a version from being deleted.

    Attributes:
        mode: `GOVERNANCE` or `COMPLIANCE`; None without a retention.
        until: When the retention ends, in ISO 8601.
        legal_hold: `ON` or `OFF`; None if never set.
    """

    mode: str | None = None
    until: str | None = None
    legal_hold: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Properties:
    """What an object has beside its content.

    Attributes:
        metadata: Headers that are returned with the content, names in lower case.
        storage_class: The storage class.
        encryption: How it is encrypted.
        tags: Values by key.
        acl: Who has access; None for the owner alone.
        redirect: `x-amz-website-redirect-location`.
        lock: What keeps it from being deleted.
    """

    metadata: Mapping[str, str]
    storage_class: str = "STANDARD"
    encryption: Encryption
    tags: Mapping[str, str] = field(default_factory=dict)
    acl: "FakeAcl | None" = None
    redirect: str | None = None
    lock: ObjectLock = ObjectLock()


def properties_of(call: S3Call, fields: Mapping[str, str]) -> Properties:
    """Read the properties of a new object.

    Args:
        call: The request.
        fields: Headers or fields of a form, names in lower case.

    Raises:
        S3Error: One of them is wrong.
    """
    return Properties(
        metadata=metadata_of(fields),
        storage_class=storage_class_of(fields) or "STANDARD",
        encryption=encryption_of(call, fields),
        tags=tags_of_header(fields.get("x-amz-tagging", "")),
        acl=acl_of_new_object(call, fields),
        redirect=fields.get("x-amz-website-redirect-location"),
        lock=lock_of(call, fields),
    )


def metadata_of(fields: Mapping[str, str]) -> dict[str, str]:
    """Return what is to be returned with the content."""
    given = {name: value for name, value in fields.items() if name.startswith(METADATA_PREFIX)}
    size = sum(len(name) - len(METADATA_PREFIX) + len(value) for name, value in given.items())
    if size > LARGEST_METADATA:
        raise S3Error(
            "MetadataTooLarge",
            "Your metadata headers exceed the maximum allowed metadata size",
            Size=size,
            MaxSizeAllowed=LARGEST_METADATA,
        )
    system = {name: fields[name] for name in _SYSTEM_METADATA if fields.get(name)}
    encodings = [one.strip() for one in system.pop("content-encoding", "").split(",")]
    if kept := ",".join(one for one in encodings if one and one != "aws-chunked"):
        system["content-encoding"] = kept
    own = {name: returned_value(value) for name, value in given.items()}
    return {"content-type": _DEFAULT_TYPE, **system, **own}


def storage_class_of(fields: Mapping[str, str]) -> str | None:
    """Return the storage class that is asked for; None if none is."""
    from moto.s3.utils import STORAGE_CLASS

    given = fields.get("x-amz-storage-class")
    if given is not None and given not in STORAGE_CLASS:
        raise S3Error(
            "InvalidStorageClass", "The storage class you specified is not valid", StorageClassRequested=given
        )
    return given


def lock_of(call: S3Call, fields: Mapping[str, str]) -> ObjectLock:
    """Return the lock that a request asks for, or else the bucket's own."""
    mode = fields.get("x-amz-object-lock-mode")
    until = fields.get("x-amz-object-lock-retain-until-date")
    hold = fields.get("x-amz-object-lock-legal-hold")
    bucket = call.bucket
    if not (mode or until or hold):
        if not bucket.has_default_lock:
            return ObjectLock()
        return ObjectLock(mode=bucket.default_lock_mode, until=_default_retention(call))
    if not bucket.object_lock_enabled:
        raise invalid_request("Bucket is missing Object Lock Configuration")
    if bool(mode) != bool(until):
        raise invalid_argument(
            "x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be supplied",
            "x-amz-object-lock-retain-until-date" if mode else "x-amz-object-lock-mode",
        )
    if hold and hold not in ("ON", "OFF"):
        raise invalid_argument(
            "Legal Hold must be either of 'ON' or 'OFF'", "x-amz-object-lock-legal-hold", hold
        )
    if mode and until:
        check_retention(call, mode, until, "x-amz-object-lock-mode")
        until = text_of_moment(moment_of(until))
    return ObjectLock(mode=mode, until=until, legal_hold=hold)


def _default_retention(call: S3Call) -> str:
    bucket = call.bucket
    period = timedelta(days=(bucket.default_lock_days or 0) + 365 * (bucket.default_lock_years or 0))
    return text_of_moment(call.moment + period)


def text_of_moment(moment: datetime) -> str:
    """Return a time in UTC as S3 writes it."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def check_retention(call: S3Call, mode: str, until: str, argument: str) -> None:
    """Refuse a retention of an unknown mode, or one that has ended."""
    if mode not in ("GOVERNANCE", "COMPLIANCE"):
        raise invalid_argument("Unknown wormMode directive.", argument, mode)
    if moment_of(until).timestamp() <= call.now:
        raise invalid_argument(
            "The retain until date must be in the future!", "x-amz-object-lock-retain-until-date", until
        )


def moment_of(text: str) -> datetime:
    """Return the time, in UTC, that a text in ISO 8601 stands for."""
    refusal = invalid_argument(
        "The retain until date must be provided in ISO 8601 format",
        "x-amz-object-lock-retain-until-date",
        text,
    )
    try:
        found = datetime.fromisoformat(text)
        if found.tzinfo is None:
            raise refusal
        return found.astimezone(UTC)
    except (ValueError, OverflowError):
        raise refusal from None

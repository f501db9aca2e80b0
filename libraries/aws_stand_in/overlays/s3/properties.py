"""What a request says about the object that it creates: metadata, storage class, encryption, tags, access, locks."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from aws_stand_in.overlays.s3.call import S3Call
from aws_stand_in.overlays.s3.encryption import Encryption, encryption_of
from aws_stand_in.overlays.s3.errors import S3Error, invalid_argument, invalid_request

if TYPE_CHECKING:
    from moto.s3.models import FakeAcl

METADATA_PREFIX = "x-amz-meta-"
LARGEST_METADATA = 2048
MOST_TAGS = 10
CANNED_ACLS = (
    "private",
    "public-read",
    "public-read-write",
    "authenticated-read",
    "aws-exec-read",
    "bucket-owner-read",
    "bucket-owner-full-control",
    "log-delivery-write",
)
_SYSTEM_METADATA = (
    "cache-control",
    "content-disposition",
    "content-encoding",
    "content-language",
    "content-type",
    "expires",
)
_DEFAULT_TYPE = "binary/octet-stream"
_TAG = re.compile(r"[\w\s+\-=.:/@]*")
_LONGEST_TAG_KEY, _LONGEST_TAG_VALUE = 128, 256


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
        acl=acl_of(fields),
        redirect=fields.get("x-amz-website-redirect-location"),
        lock=lock_of(call, fields),
    )


def metadata_of(fields: Mapping[str, str]) -> dict[str, str]:
    """Return what is to be returned with the content."""
    own = {name: value for name, value in fields.items() if name.startswith(METADATA_PREFIX)}
    size = sum(len(name) - len(METADATA_PREFIX) + len(value) for name, value in own.items())
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


def acl_of(fields: Mapping[str, str]) -> "FakeAcl | None":
    """Return who is given access; None if nothing says so."""
    from moto.s3.models import get_canned_acl

    canned = fields.get("x-amz-acl", fields.get("acl"))
    grants = _grants(fields)
    if canned and grants:
        raise invalid_request("Specifying both Canned ACLs and Header Grants is not allowed")
    if canned:
        check_canned_acl(canned)
        return get_canned_acl(canned)
    return grants


def check_canned_acl(name: str) -> None:
    """Refuse the name of an ACL that there is not."""
    if name not in CANNED_ACLS:
        raise invalid_argument("", "x-amz-acl", name)


def _grants(fields: Mapping[str, str]) -> "FakeAcl | None":
    from moto.s3.models import FakeAcl, FakeGrant

    prefix = "x-amz-grant-"
    grants = [
        FakeGrant(
            [_grantee(one) for one in value.split(",")], [name.removeprefix(prefix).upper().replace("-", "_")]
        )
        for name, value in fields.items()
        if name.startswith(prefix)
    ]
    return FakeAcl(grants) if grants else None


def _grantee(text: str) -> Any:
    from moto.s3.models import FakeGrantee

    kind, _, value = text.strip().partition("=")
    value = value.strip('"')
    makers = {
        "id": lambda: FakeGrantee(grantee_id=value),
        "uri": lambda: FakeGrantee(uri=value),
        "emailaddress": lambda: FakeGrantee(grantee_id=value),
    }
    if kind.lower() not in makers or not value:
        raise invalid_argument("Argument format not recognized", "x-amz-grant", text)
    return makers[kind.lower()]()


def tags_of_header(text: str) -> dict[str, str]:
    """Return the tags that a header has in the form of a query."""
    if not text:
        return {}
    pairs = parse_qsl(text, keep_blank_values=True)
    if len(dict(pairs)) != len(pairs) or not pairs:
        raise invalid_argument(
            "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag "
            "name duplicates.",
            "x-amz-tagging",
            text,
        )
    return checked_tags(pairs)


def checked_tags(pairs: list[tuple[str, str]]) -> dict[str, str]:
    """Return the tags of an object, unless they are too many or wrong."""
    if len(pairs) > MOST_TAGS:
        raise S3Error("BadRequest", "Object tags cannot be greater than 10")
    for key, value in pairs:
        _check_tag(key, value)
    if len(dict(pairs)) != len(pairs):
        key = next(key for key, _ in pairs if [one for one, _ in pairs].count(key) > 1)
        raise S3Error("InvalidTag", "Cannot provide multiple Tags with the same key", TagKey=key)
    return dict(pairs)


def _check_tag(key: str, value: str) -> None:
    if not key or len(key) > _LONGEST_TAG_KEY or not _TAG.fullmatch(key):
        raise S3Error("InvalidTag", "The TagKey you have provided is invalid", TagKey=key)
    if len(value) > _LONGEST_TAG_VALUE or not _TAG.fullmatch(value):
        raise S3Error("InvalidTag", "The TagValue you have provided is invalid", TagKey=key, TagValue=value)
    if key.startswith("aws:"):
        raise S3Error("InvalidTag", "Your TagKey cannot be prefixed with aws:", TagKey=key)


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
            "x-amz-object-lock-retain-until-date",
            until or "",
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

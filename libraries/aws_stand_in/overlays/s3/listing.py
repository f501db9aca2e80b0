"""Lists of objects, of their versions and of uploads, page by page.

A page costs the same however many objects the bucket has. Source: Amazon S3 API reference, "ListObjectsV2",
"ListObjects", "ListObjectVersions" and "ListMultipartUploads".
"""

import base64
import binascii
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import dropwhile, islice
from typing import TYPE_CHECKING, Any
from urllib.parse import quote_plus

from aws_stand_in.aws_response import AwsResponse
from aws_stand_in.overlays.s3.call import S3Call
from aws_stand_in.overlays.s3.errors import invalid_argument
from aws_stand_in.overlays.s3.objects import checksum_of_object
from aws_stand_in.overlays.s3.owner import OWNER

if TYPE_CHECKING:
    from sortedcontainers import SortedSet

LARGEST_PAGE = 1000
Encode = Callable[[str], str]
Entry = tuple[str, bool]
"""A name of an object, or a prefix that several have in common; and which of the two."""


@dataclass(frozen=True, slots=True)
class ListingPage:
    """A page of a list.

    Attributes:
        entries: What it has: prefixes as strings, and others.
        is_truncated: Whether the list goes on.
    """

    entries: Sequence[Any]
    is_truncated: bool

    @property
    def prefixes(self) -> list[str]:
        """The prefixes that several names have in common."""
        return [entry for entry in self.entries if isinstance(entry, str)]

    @property
    def others(self) -> list[Any]:
        """What is no prefix."""
        return [entry for entry in self.entries if not isinstance(entry, str)]

    @property
    def last_name(self) -> str:
        """The name of the last entry."""
        last = self.entries[-1]
        return last if isinstance(last, str) else str(last.name)


def page_of(entries: Iterator[Any], size: int) -> ListingPage:
    """Return the first entries."""
    if not size:
        return ListingPage((), is_truncated=False)
    found = list(islice(entries, size + 1))
    return ListingPage(found[:size], len(found) > size)


def entries_of(
    names: "SortedSet", prefix: str, delimiter: str, after: str, is_listed: Callable[[str], bool]
) -> Iterator[Entry]:
    """Yield what a list has after a name, and never look at what a common prefix hides."""
    position = max(names.bisect_left(prefix), names.bisect_right(after))
    while position < len(names) and names[position].startswith(prefix):
        name = names[position]
        common_prefix = _common_prefix(name, prefix, delimiter)
        if not is_listed(name):
            position += 1
        elif common_prefix:
            position = names.bisect_left(_behind(common_prefix))
            if common_prefix > after:
                yield common_prefix, True
        else:
            position += 1
            yield name, False


def _common_prefix(name: str, prefix: str, delimiter: str) -> str:
    """Return what a name has in common with others up to the delimiter; nothing if it has no delimiter there."""
    head, found, _ = name[len(prefix) :].partition(delimiter) if delimiter else ("", "", "")
    return prefix + head + found if found else ""


def _behind(prefix: str) -> str:
    """Return the first string behind all that begin with a prefix."""
    return prefix[:-1] + chr(ord(prefix[-1]) + 1)


def listed_objects(bucket: Any, prefix: str, delimiter: str, after: str) -> Iterator[Any]:
    """Yield the objects and common prefixes of a bucket after a name."""
    from moto.s3.models import FakeKey

    def is_listed(name: str) -> bool:
        return isinstance(bucket.keys[name], FakeKey)

    for name, is_prefix in entries_of(bucket.keys.names, prefix, delimiter, after, is_listed):
        yield name if is_prefix else bucket.keys[name]


def listed_versions(
    bucket: Any, prefix: str, delimiter: str, key_marker: str, version_id_marker: str
) -> Iterator[Any]:
    """Yield versions, the newest of an object first, and common prefixes, from behind the markers on."""
    keys = bucket.keys
    if version_id_marker:
        newest_first = reversed(keys.getlist(key_marker, []))
        yield from islice(dropwhile(lambda one: one.version_id != version_id_marker, newest_first), 1, None)
    for name, is_prefix in entries_of(keys.names, prefix, delimiter, key_marker, lambda _name: True):
        yield from [name] if is_prefix else reversed(keys.getlist(name, []))


# ------------------------------------------------------------------------------------------------------------- objects


def list_objects(call: S3Call) -> AwsResponse:
    """Return objects in the old way."""
    asked, marker = _parse_query(call), call.query.get("marker", "")
    page = page_of(listed_objects(call.bucket, asked.prefix, asked.delimiter, marker), asked.size)
    result = {
        **asked.echoed,
        "Marker": asked.encode(marker),
        "IsTruncated": page.is_truncated,
        "Contents": [_show_object(found, asked.encode, with_owner=True) for found in page.others],
        "CommonPrefixes": [{"Prefix": asked.encode(prefix)} for prefix in page.prefixes],
    }
    if page.is_truncated and asked.delimiter:
        result["NextMarker"] = asked.encode(page.last_name)
    return call.respond(result)


def list_objects_v2(call: S3Call) -> AwsResponse:
    """Return objects."""
    asked, token = _parse_query(call), call.query.get("continuation-token")
    start_after = call.query.get("start-after", "")
    after = start_after if token is None else name_of_token(token)
    page = page_of(listed_objects(call.bucket, asked.prefix, asked.delimiter, after), asked.size)
    with_owner = call.query.get("fetch-owner", "").lower() == "true"
    result = {
        **asked.echoed,
        "KeyCount": len(page.entries),
        "IsTruncated": page.is_truncated,
        "Contents": [_show_object(found, asked.encode, with_owner=with_owner) for found in page.others],
        "CommonPrefixes": [{"Prefix": asked.encode(prefix)} for prefix in page.prefixes],
    }
    if start_after:
        result["StartAfter"] = asked.encode(start_after)
    if token is not None:
        result["ContinuationToken"] = token
    if page.is_truncated:
        result["NextContinuationToken"] = token_of_name(page.last_name)
    return call.respond(result)


def list_object_versions(call: S3Call) -> AwsResponse:
    """Return versions and delete markers."""
    from moto.s3.models import FakeKey

    asked = _parse_query(call)
    key_marker, version_id_marker = call.query.get("key-marker"), call.query.get("version-id-marker", "")
    if version_id_marker and key_marker is None:
        raise invalid_argument(
            "A version-id marker cannot be specified without a key marker.",
            "version-id-marker",
            version_id_marker,
        )
    found = listed_versions(call.bucket, asked.prefix, asked.delimiter, key_marker or "", version_id_marker)
    page = page_of(found, asked.size)
    newest = call.bucket.keys
    shown = [
        (isinstance(one, FakeKey), _show_version(one, asked.encode, newest[one.name] is one))
        for one in page.others
    ]
    result = {
        **asked.echoed,
        "KeyMarker": asked.encode(key_marker or ""),
        "VersionIdMarker": version_id_marker,
        "IsTruncated": page.is_truncated,
        "Versions": [one for is_object, one in shown if is_object],
        "DeleteMarkers": [one for is_object, one in shown if not is_object],
        "CommonPrefixes": [{"Prefix": asked.encode(prefix)} for prefix in page.prefixes],
    }
    if page.is_truncated:
        result["NextKeyMarker"] = asked.encode(page.last_name)
        if not isinstance(page.entries[-1], str):
            result["NextVersionIdMarker"] = page.entries[-1].version_id
    return call.respond(result)


@dataclass(frozen=True, slots=True)
class Asked:
    """What all requests for lists say.

    Attributes:
        prefix: What names begin with.
        delimiter: Where the prefixes end that stand for several names.
        size: How many entries a page has at most.
        encode: How names are written.
        echoed: What the response repeats.
    """

    prefix: str
    delimiter: str
    size: int
    encode: Encode
    echoed: dict[str, Any]


def _parse_query(call: S3Call) -> Asked:
    bucket, encode = call.bucket, _encoder(call)
    prefix, delimiter = call.query.get("prefix", ""), call.query.get("delimiter", "")
    size = min(call.number("max-keys", LARGEST_PAGE, "maxKeys"), LARGEST_PAGE)
    echoed: dict[str, Any] = {"Name": bucket.name, "Prefix": encode(prefix), "MaxKeys": size}
    if delimiter:
        echoed["Delimiter"] = encode(delimiter)
    if "encoding-type" in call.query:
        echoed["EncodingType"] = "url"
    return Asked(prefix, delimiter, size, encode, echoed)


def _encoder(call: S3Call) -> Encode:
    kind = call.query.get("encoding-type")
    if kind is None:
        return str
    if kind != "url":
        raise invalid_argument("Invalid Encoding Method specified in Request", "encoding-type", kind)
    return lambda name: quote_plus(name, safe="/*")


def token_of_name(name: str) -> str:
    """Return the token of the page that begins after a name."""
    return base64.urlsafe_b64encode(name.encode()).decode()


def name_of_token(token: str) -> str:
    """Return the name after which the page of a token begins.

    Raises:
        S3Error: It is not a token.
    """
    try:
        if token:
            return base64.b64decode(token.encode(), altchars=b"-_", validate=True).decode()
    except (binascii.Error, UnicodeError):
        pass
    raise invalid_argument(
        "The continuation token provided is incorrect", "continuation-token", token or None
    )


def _show_object(found: Any, encode: Encode, *, with_owner: bool) -> dict[str, Any]:
    shown = {
        "Key": encode(found.name),
        "LastModified": found.last_modified,
        "ETag": found.etag,
        "Size": found.size,
        "StorageClass": found.storage_class,
        **_show_checksum(found),
    }
    return {**shown, "Owner": OWNER} if with_owner else shown


def _show_checksum(found: Any) -> dict[str, Any]:
    checksum = checksum_of_object(found)
    return {"ChecksumAlgorithm": [checksum.algorithm], "ChecksumType": checksum.kind} if checksum else {}


def _show_version(version: Any, encode: Encode, is_newest: bool) -> dict[str, Any]:
    from moto.s3.models import FakeKey

    shown = (
        _show_object(version, encode, with_owner=True)
        if isinstance(version, FakeKey)
        else {"Key": encode(version.name), "LastModified": version.last_modified, "Owner": OWNER}
    )
    return {**shown, "VersionId": version.version_id, "IsLatest": is_newest}


# ------------------------------------------------------------------------------------------------------------- uploads


def list_multipart_uploads(call: S3Call) -> AwsResponse:
    """Return the uploads that are not complete."""
    encode = _encoder(call)
    prefix, delimiter = call.query.get("prefix", ""), call.query.get("delimiter", "")
    key_marker, id_marker = call.query.get("key-marker", ""), call.query.get("upload-id-marker", "")
    size = min(call.number("max-uploads", LARGEST_PAGE), LARGEST_PAGE)
    page = page_of(_listed_uploads(call.bucket, prefix, delimiter, key_marker, id_marker), size)
    result: dict[str, Any] = {
        "Bucket": call.bucket.name,
        "KeyMarker": encode(key_marker),
        "UploadIdMarker": id_marker if key_marker else "",
        "Prefix": encode(prefix),
        "MaxUploads": size,
        "IsTruncated": page.is_truncated,
        "Uploads": [_show_upload(upload, encode) for upload in page.others],
        "CommonPrefixes": [{"Prefix": encode(one)} for one in page.prefixes],
    }
    if delimiter:
        result["Delimiter"] = encode(delimiter)
    if "encoding-type" in call.query:
        result["EncodingType"] = "url"
    if page.entries:
        last = page.entries[-1]
        result["NextKeyMarker"] = encode(last if isinstance(last, str) else last.key)
        result["NextUploadIdMarker"] = "" if isinstance(last, str) else last.id
    return call.respond(result)


def _listed_uploads(
    bucket: Any, prefix: str, delimiter: str, key_marker: str, id_marker: str
) -> Iterator[Any]:
    began = {upload_id: number for number, upload_id in enumerate(bucket.multiparts)}
    uploads = sorted(bucket.multiparts.values(), key=lambda one: (one.key, began[one.id]))
    if key_marker and id_marker in began:
        behind = (key_marker, began[id_marker])
        uploads = [one for one in uploads if (one.key, began[one.id]) > behind]
    elif key_marker:
        uploads = [one for one in uploads if one.key > key_marker]
    seen = ""
    for upload in uploads:
        if not upload.key.startswith(prefix):
            continue
        common_prefix = _common_prefix(upload.key, prefix, delimiter)
        if not common_prefix:
            yield upload
        elif common_prefix not in (seen, key_marker):
            seen = common_prefix
            yield common_prefix


def _show_upload(upload: Any, encode: Encode) -> dict[str, Any]:
    return {
        "Key": encode(upload.key),
        "UploadId": upload.id,
        "Initiated": upload.initiated,
        "StorageClass": upload.properties.storage_class,
        "Owner": OWNER,
        "Initiator": OWNER,
        **upload.shown_checksum,
    }

"""Uploads in several parts.

Source: Amazon S3 User Guide, "Uploading and copying objects using multipart upload"; API reference of each operation.
"""

import hashlib
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import pairwise
from typing import Any
from urllib.parse import quote

from werkzeug.http import http_date

from aws_stand_in.aws_response import AwsResponse
from aws_stand_in.overlays.s3 import lifecycle
from aws_stand_in.overlays.s3.call import S3Call
from aws_stand_in.overlays.s3.checksums import (
    COMPOSITE,
    DEFAULT_ALGORITHM,
    FULL_OBJECT,
    Checksum,
    check_checksum,
    checksum_of,
    composite_of,
    differing_checksum,
    known_algorithm,
    stated_checksum,
)
from aws_stand_in.overlays.s3.content import read_content
from aws_stand_in.overlays.s3.encryption import CUSTOMER, check_customer_key, customer_key_of
from aws_stand_in.overlays.s3.errors import (
    S3Error,
    invalid_argument,
    invalid_request,
    malformed_xml,
    no_such_upload,
)
from aws_stand_in.overlays.s3.kms_keys import require_decrypting_key
from aws_stand_in.overlays.s3.objects import (
    StoredPart,
    content_of,
    create_object,
    encryption_of_object,
    location_of,
    notify,
    version_header,
)
from aws_stand_in.overlays.s3.owner import OWNER
from aws_stand_in.overlays.s3.preconditions import check_unchanged, check_write, current_object
from aws_stand_in.overlays.s3.properties import Properties, properties_of
from aws_stand_in.overlays.s3.ranges import Extent, part_number
from aws_stand_in.overlays.s3.schema import check_body
from aws_stand_in.overlays.s3.writing import find_source, source_version_header

SMALLEST_PART = 5 * 1024**2
MOST_LISTED = 1000
_COPIED_RANGE = re.compile(r"bytes=([0-9]{1,19})-([0-9]{1,19})")
_HASHES = ("SHA1", "SHA256", "SHA512", "MD5")


@dataclass(frozen=True, slots=True)
class UploadedPart:
    """A part that was uploaded.

    Attributes:
        content: Its content.
        etag: The MD5 hash of its content.
        checksum: Its checksum; None if it was sent without one.
        modified: When it was uploaded.
    """

    content: bytes
    etag: str
    checksum: Checksum | None
    modified: datetime


@dataclass(slots=True)
class Upload:
    """An upload that is not complete.

    Attributes:
        id: Its id.
        key: The key of the object that it is to become.
        properties: What the object is to have beside its content.
        algorithm: The algorithm of the parts' checksums; None if none was named.
        kind: What the checksum of the object is to be of.
        initiated: When it began.
        preceding: The object that had its key when it began; None if none had.
        parts: Its parts by number.
    """

    id: str
    key: str
    properties: Properties
    algorithm: str | None
    kind: str
    initiated: datetime
    preceding: Any
    parts: dict[int, UploadedPart] = field(default_factory=dict)

    def dispose(self) -> None:
        """Close nothing: moto calls it, because it holds parts in files."""

    @property
    def shown_checksum(self) -> dict[str, str]:
        """How its parts are checked, if that was said."""
        return {"ChecksumAlgorithm": self.algorithm, "ChecksumType": self.kind} if self.algorithm else {}


def create_multipart_upload(call: S3Call) -> AwsResponse:
    """Begin an upload."""
    call.check_key()
    bucket: Any = call.bucket
    properties = properties_of(call, call.fields)
    algorithm, kind = _checksum_mode(call.fields)
    upload = Upload(
        secrets.token_urlsafe(64), call.key, properties, algorithm, kind, call.moment, current_object(call)
    )
    bucket.multiparts[upload.id] = upload
    result = {"Bucket": bucket.name, "Key": call.key, "UploadId": upload.id, **upload.shown_checksum}
    return call.respond(result, **properties.encryption.headers, **_abort_headers(call, upload))


def _checksum_mode(fields: Mapping[str, str]) -> tuple[str | None, str]:
    named, kind = fields.get("x-amz-checksum-algorithm"), fields.get("x-amz-checksum-type")
    if named is None:
        if kind is not None:
            raise invalid_request(
                "The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header."
            )
        return None, FULL_OBJECT
    algorithm = known_algorithm(named)
    kind = (kind or (FULL_OBJECT if algorithm == "CRC64NVME" else COMPOSITE)).upper()
    if kind not in (COMPOSITE, FULL_OBJECT):
        raise invalid_request("Value for x-amz-checksum-type header is invalid.")
    impossible = algorithm == "CRC64NVME" if kind == COMPOSITE else algorithm in _HASHES
    if impossible:
        raise invalid_request(
            f"The {kind} checksum type cannot be used with the {algorithm.lower()} checksum algorithm."
        )
    return algorithm, kind


def _abort_headers(call: S3Call, upload: Upload) -> dict[str, str]:
    found = lifecycle.abortion(call, upload)
    if found is None:
        return {}
    due, rule = found
    return {"x-amz-abort-date": http_date(due), "x-amz-abort-rule-id": quote(rule.id)}


def find_upload(call: S3Call) -> Upload:
    """Return the upload that a request names."""
    upload_id = call.query.get("uploadId", "")
    found: Any = call.bucket.multiparts.get(upload_id)
    if found is None or found.key != call.key:
        raise no_such_upload(upload_id)
    upload: Upload = found
    return upload


# --------------------------------------------------------------------------------------------------------------- parts


def upload_part(call: S3Call) -> AwsResponse:
    """Add a part to an upload, or replace it."""
    number = part_number(call.query["partNumber"])
    upload = find_upload(call)
    _check_keys(call, upload)
    stated = read_content(call)
    _check_algorithm(upload, stated)
    if stated is not None:
        check_checksum(call.body, stated)
    part = _add_part(call, upload, number, call.body, stated)
    checksum = {stated.header: stated.value} if stated else {}
    return AwsResponse(200, {"ETag": f'"{part.etag}"', **upload.properties.encryption.headers, **checksum})


def _check_keys(call: S3Call, upload: Upload) -> None:
    """Refuse a part that cannot be encrypted as its upload is."""
    encryption = upload.properties.encryption
    check_customer_key(encryption.customer_key_md5, customer_key_of(call.fields, CUSTOMER))
    require_decrypting_key(call, encryption.kms_key_id)


def _check_algorithm(upload: Upload, stated: Checksum | None) -> None:
    if upload.algorithm is None or (stated and stated.algorithm == upload.algorithm):
        return
    if stated is None and upload.kind == FULL_OBJECT:
        return
    given = stated.algorithm.lower() if stated else "null"
    raise invalid_request(
        f"Checksum Type mismatch occurred, expected checksum Type: {upload.algorithm.lower()}, "
        f"actual checksum Type: {given}"
    )


def _add_part(
    call: S3Call, upload: Upload, number: int, content: bytes, checksum: Checksum | None
) -> UploadedPart:
    etag = hashlib.md5(content, usedforsecurity=False).hexdigest()
    part = upload.parts[number] = UploadedPart(content, etag, checksum, call.moment)
    return part


def upload_part_copy(call: S3Call) -> AwsResponse:
    """Add a part to an upload that is a part of an object."""
    number = part_number(call.query.get("partNumber", ""))
    upload = find_upload(call)
    _check_keys(call, upload)
    found, source = find_source(call)
    extent = _copied_extent(call.headers.get("x-amz-copy-source-range"), found.size)
    content = bytes(content_of(found)[extent.start : extent.end])
    checksum = checksum_of(content, upload.algorithm) if upload.algorithm else None
    part = _add_part(call, upload, number, content, checksum)
    result = {"ETag": f'"{part.etag}"', "LastModified": part.modified}
    if checksum:
        result[checksum.member] = checksum.value
    return call.respond(
        {"CopyPartResult": result},
        **upload.properties.encryption.headers,
        **source_version_header(call, found, source),
    )


def _copied_extent(text: str | None, size: int) -> Extent:
    if text is None:
        return Extent(0, size, size)
    found = _COPIED_RANGE.fullmatch(text)
    if found is None or int(found[1]) > int(found[2]):
        raise invalid_argument(
            "The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the "
            "zero-based offsets of the first and last bytes to copy",
            "x-amz-copy-source-range",
            text,
        )
    start, end = int(found[1]), int(found[2]) + 1
    if end > size:
        raise invalid_argument(
            f"Range specified is not valid for source object of size: {size}", "x-amz-copy-source-range", text
        )
    return Extent(start, end, size)


def list_parts(call: S3Call) -> AwsResponse:
    """Return the parts that an upload has."""
    upload = find_upload(call)
    after, most = call.number("part-number-marker", 0), call.number("max-parts", MOST_LISTED)
    numbers = [number for number in sorted(upload.parts) if number > after]
    page = numbers[: min(most, MOST_LISTED)]
    return call.respond(
        {
            "Bucket": call.bucket_name,
            "Key": call.key,
            "UploadId": upload.id,
            "PartNumberMarker": after,
            "NextPartNumberMarker": page[-1] if page else 0,
            "MaxParts": min(most, MOST_LISTED),
            "IsTruncated": len(page) < len(numbers),
            "Parts": [_show_part(number, upload.parts[number]) for number in page],
            "Initiator": OWNER,
            "Owner": OWNER,
            "StorageClass": upload.properties.storage_class,
            **upload.shown_checksum,
        },
        **_abort_headers(call, upload),
    )


def _show_part(number: int, part: UploadedPart) -> dict[str, Any]:
    checksum = {part.checksum.member: part.checksum.value} if part.checksum else {}
    return {
        "PartNumber": number,
        "LastModified": part.modified,
        "ETag": f'"{part.etag}"',
        "Size": len(part.content),
        **checksum,
    }


def abort_multipart_upload(call: S3Call) -> AwsResponse:
    """Forget an upload and its parts."""
    del call.bucket.multiparts[find_upload(call).id]
    return AwsResponse(204)


# ---------------------------------------------------------------------------------------------------------- completion


def complete_multipart_upload(call: S3Call) -> AwsResponse:
    """Make an object of the parts that the request lists."""
    upload_id = call.query.get("uploadId", "")
    call.require_bucket()
    wanted = _wanted_parts(call)
    if done := _completed_already(call, upload_id):
        return _completed(call, done)
    upload = find_upload(call)
    if upload.algorithm:
        require_decrypting_key(call, upload.properties.encryption.kms_key_id)
    check_write(call)
    check_unchanged(call, upload.preceding)
    parts = _check_parts(call, upload, wanted)
    content = b"".join(part.content for part in parts)
    _check_size(call, len(content))
    checksum = _checksum_of_object(call, upload, parts, content)
    created: Any = create_object(
        call,
        upload.key,
        content,
        upload.properties,
        checksum,
        etag=_etag_of(parts),
        parts=[
            StoredPart(number, len(part.content), _kept_checksum(upload, part))
            for number, part in enumerate(parts, 1)
        ],
    )
    created.upload_id = upload_id
    del call.bucket.multiparts[upload_id]
    notify(call.aws.account_id, "ObjectCreated:CompleteMultipartUpload", call.bucket, created)
    return _completed(call, created)


def _kept_checksum(upload: Upload, part: UploadedPart) -> Checksum | None:
    if part.checksum is None or upload.kind != COMPOSITE:
        return None
    return replace(part.checksum, kind=COMPOSITE)


def _wanted_parts(call: S3Call) -> Sequence[Mapping[str, Any]]:
    if not call.body:
        raise invalid_request("You must specify at least one part")
    check_body(call)
    parts = call.parameters["MultipartUpload"].get("Parts")
    if not parts or any(part.get("ETag") is None or part.get("PartNumber") is None for part in parts):
        raise malformed_xml()
    return list(parts)


def _completed_already(call: S3Call, upload_id: str) -> Any:
    """Return the object that this request has made before: repeating it is no mistake."""
    newest: Any = call.bucket.keys.get(call.key)
    return newest if newest is not None and getattr(newest, "upload_id", None) == upload_id else None


def _check_parts(call: S3Call, upload: Upload, wanted: Sequence[Mapping[str, Any]]) -> list[UploadedPart]:
    for earlier, later in pairwise(wanted):
        if earlier["PartNumber"] >= later["PartNumber"]:
            raise S3Error(
                "InvalidPartOrder",
                "The list of parts was not in ascending order. Parts must be ordered by part number.",
                UploadId=upload.id,
            )
    found = [_uploaded(upload, one) for one in wanted]
    for one, part in list(zip(wanted, found, strict=True))[:-1]:
        if len(part.content) < SMALLEST_PART:
            raise S3Error(
                "EntityTooSmall",
                "Your proposed upload is smaller than the minimum allowed size",
                ETag=part.etag,
                MinSizeAllowed=SMALLEST_PART,
                PartNumber=one["PartNumber"],
                ProposedSize=len(part.content),
            )
    if call.fields.get("x-amz-checksum-type", upload.kind).upper() != upload.kind:
        raise invalid_request(
            f"The upload was created using the {upload.kind} checksum mode. The complete request must use the same "
            "checksum mode."
        )
    return found


def _uploaded(upload: Upload, wanted: Mapping[str, Any]) -> UploadedPart:
    number, etag = wanted["PartNumber"], wanted["ETag"].strip('"')
    part = upload.parts.get(number)
    stated = stated_checksum(
        {
            f"x-amz-checksum-{name[8:].lower()}": value
            for name, value in wanted.items()
            if name.startswith("Checksum")
        }
    )
    if upload.kind == COMPOSITE and upload.algorithm and stated is None and part is not None:
        raise invalid_request(
            f"The upload was created using a {upload.algorithm.lower()} checksum. The complete request must include the "
            f"checksum for each part. It was missing for part {number} in the request."
        )
    differs = (
        part is not None and stated is not None and part.checksum is not None and part.checksum != stated
    )
    if part is None or part.etag != etag or differs:
        raise S3Error(
            "InvalidPart",
            "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified "
            "entity tag may not match the part's entity tag.",
            UploadId=upload.id,
            PartNumber=number,
            ETag=etag,
        )
    return part


def _check_size(call: S3Call, size: int) -> None:
    stated = call.headers.get("x-amz-mp-object-size")
    if stated is not None and stated != str(size):
        raise invalid_request(
            f"The provided 'x-amz-mp-object-size' header value {stated} does not match what was computed: {size}"
        )


def _checksum_of_object(
    call: S3Call,
    upload: Upload,
    parts: Sequence[UploadedPart],
    content: bytes,
) -> Checksum:
    algorithm = upload.algorithm or DEFAULT_ALGORITHM
    if upload.kind == COMPOSITE:
        checksum = composite_of([part.checksum for part in parts if part.checksum], algorithm)
    else:
        checksum = checksum_of(content, algorithm)
    stated = stated_checksum(call.fields)
    if stated is None:
        return checksum
    if stated.algorithm != algorithm:
        if upload.algorithm is not None:
            raise invalid_request(
                f"The upload was created using a {algorithm.lower()} checksum. The complete request must use the same "
                "algorithm."
            )
        checksum = checksum_of(content, stated.algorithm)
    if stated.value.partition("-")[0] != checksum.value.partition("-")[0]:
        raise differing_checksum(stated.algorithm)
    return checksum


def _etag_of(parts: Sequence[UploadedPart]) -> str:
    digests = b"".join(bytes.fromhex(part.etag) for part in parts)
    return f"{hashlib.md5(digests, usedforsecurity=False).hexdigest()}-{len(parts)}"


def _completed(call: S3Call, created: Any) -> AwsResponse:
    bucket = call.bucket
    result = {
        "Location": location_of(bucket, created.name),
        "Bucket": bucket.name,
        "Key": created.name,
        "ETag": created.etag,
    }
    if not created.kms_key_id:  # with a key of KMS, only GetObject and its neighbours tell the checksum
        result[f"Checksum{created.checksum_algorithm}"] = created.checksum_value
        result["ChecksumType"] = created.checksum_type
    return call.respond(
        result,
        **encryption_of_object(created).headers,
        **version_header(bucket, created),
        **lifecycle.expiration_header(call, created),
    )

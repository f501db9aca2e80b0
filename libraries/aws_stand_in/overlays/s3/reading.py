"""GetObject, HeadObject and GetObjectAttributes."""

from typing import Any

from werkzeug.http import http_date

from aws_stand_in.aws_response import AwsResponse
from aws_stand_in.overlays.s3.call import S3Call
from aws_stand_in.overlays.s3.encryption import CUSTOMER, check_customer_key, check_reading, customer_key_of
from aws_stand_in.overlays.s3.errors import invalid_argument, invalid_request
from aws_stand_in.overlays.s3.kms_keys import require_decrypting_key
from aws_stand_in.overlays.s3.objects import (
    check_active,
    checksum_of_object,
    content_of,
    find_object,
    headers_of_object,
    version_header,
)
from aws_stand_in.overlays.s3.preconditions import is_unmodified
from aws_stand_in.overlays.s3.ranges import wanted_extent

ATTRIBUTES = ("ETag", "Checksum", "ObjectParts", "StorageClass", "ObjectSize")
_MOST_LISTED_PARTS = 1000
_OVERRIDES = {
    "response-cache-control": "cache-control",
    "response-content-disposition": "content-disposition",
    "response-content-encoding": "content-encoding",
    "response-content-language": "content-language",
    "response-content-type": "content-type",
    "response-expires": "expires",
}
_OTHER_KEY = "Requests specifying Server Side Encryption with Customer provided keys must provide the correct secret key."
_KEPT_IF_UNMODIFIED = ("ETag", "Last-Modified", "x-amz-version-id", "cache-control", "expires")


def get_object(call: S3Call) -> AwsResponse:
    """Return the content of an object, or a part of it."""
    found = find_readable(call, _OTHER_KEY)
    check_active(found)
    return _content_response(call, found)


def head_object(call: S3Call) -> AwsResponse:
    """Return what GetObject returns, also of an archived object; the server leaves the content out."""
    return _content_response(call, find_readable(call, _OTHER_KEY))


def find_readable(call: S3Call, refusal: str = "Access Denied") -> Any:
    """Return the object that a request asks for, if it has the key that it was encrypted with."""
    check_reading(call.fields)
    found: Any = find_object(call, call.key, call.query.get("versionId"))
    check_customer_key(found.customer_key_md5, customer_key_of(call.fields, CUSTOMER), refusal)
    return found


def _content_response(call: S3Call, found: Any) -> AwsResponse:
    headers = {**headers_of_object(call, found), **_overridden(call)}
    if is_unmodified(call.fields, found, call.now):
        return AwsResponse(304, {name: headers[name] for name in _KEPT_IF_UNMODIFIED if name in headers})
    wants_checksum = call.headers.get("x-amz-checksum-mode", "").upper() == "ENABLED"
    if wants_checksum or call.method != "HEAD":
        require_decrypting_key(call, found.kms_key_id)
    extent, content = wanted_extent(call.headers.get("range"), call.query, found), content_of(found)
    is_whole = extent is None or extent.end - extent.start == found.size
    checksum = (
        extent.checksum if extent and extent.checksum else checksum_of_object(found) if is_whole else None
    )
    if checksum and wants_checksum:
        headers |= checksum.headers
    if extent is None:
        return AwsResponse(200, headers, content)
    return AwsResponse(206, headers | extent.headers, content[extent.start : extent.end])


def _overridden(call: S3Call) -> dict[str, str]:
    overridden = {_OVERRIDES[name]: value for name, value in call.query.items() if name in _OVERRIDES}
    if overridden and not call.is_signed:
        raise invalid_request("Request specific response headers cannot be used for anonymous GET requests.")
    for name, value in call.query.items():
        if name in _OVERRIDES and not _is_latin(value):
            raise invalid_argument("Header value cannot be represented using ISO-8859-1.", name, value)
    return overridden


def _is_latin(text: str) -> bool:
    try:
        text.encode("latin-1")
    except UnicodeEncodeError:
        return False
    return True


def get_object_attributes(call: S3Call) -> AwsResponse:
    """Return the attributes of an object that are asked for."""
    found = find_readable(call)
    wanted = [name.strip() for name in call.headers.get("x-amz-object-attributes", "").split(",")]
    if wanted == [""]:
        raise invalid_request(
            "The x-amz-object-attributes header specifying the attributes to be retrieved is either missing or empty"
        )
    if unknown := [name for name in wanted if name not in ATTRIBUTES]:
        raise invalid_argument("Invalid attribute name specified.", "x-amz-object-attributes", unknown[0])
    result = {"ETag": found.etag.strip('"'), "StorageClass": found.storage_class, "ObjectSize": found.size}
    result = {name: value for name, value in result.items() if name in wanted}
    checksum = checksum_of_object(found)
    if "Checksum" in wanted and checksum:
        result["Checksum"] = {
            checksum.member: checksum.value.partition("-")[0],
            "ChecksumType": checksum.kind,
        }
    if "ObjectParts" in wanted and found.parts:
        result["ObjectParts"] = _listed_parts(call, found)
    headers = {"Last-Modified": http_date(found.last_modified), **version_header(call.bucket, found)}
    return call.respond(result, **headers)


def _listed_parts(call: S3Call, found: Any) -> dict[str, Any]:
    most = min(call.number_of_header("x-amz-max-parts", _MOST_LISTED_PARTS), _MOST_LISTED_PARTS)
    after = call.number_of_header("x-amz-part-number-marker", 0)
    if not all(part.checksum for part in found.parts):
        return {"TotalPartsCount": len(found.parts)}
    rest = [part for part in found.parts if part.number > after]
    page = rest[:most]
    shown: dict[str, Any] = {
        "TotalPartsCount": len(found.parts),
        "PartNumberMarker": after,
        "NextPartNumberMarker": page[-1].number if page else 0,
        "MaxParts": most,
        "IsTruncated": len(page) < len(rest),
    }
    if page:
        shown["Parts"] = [
            {"PartNumber": part.number, "Size": part.size, part.checksum.member: part.checksum.value}
            for part in page
        ]
    return shown

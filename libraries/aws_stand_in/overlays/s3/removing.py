"""DeleteObject and DeleteObjects."""

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

from aws_stand_in.aws_response import AwsResponse
from aws_stand_in.overlays.s3.access import bypasses_governance, require
from aws_stand_in.overlays.s3.call import S3Call
from aws_stand_in.overlays.s3.content import check_content
from aws_stand_in.overlays.s3.errors import (
    S3Error,
    header_not_implemented,
    invalid_argument,
    invalid_request,
    malformed_xml,
    no_such_version,
)
from aws_stand_in.overlays.s3.objects import notify, remove_object
from aws_stand_in.overlays.s3.preconditions import check_removal
from aws_stand_in.overlays.s3.schema import check_body

MOST_OBJECTS = 1000
_BYPASS = "x-amz-bypass-governance-retention"
_FOR_DIRECTORY_BUCKETS = ("x-amz-if-match-last-modified-time", "x-amz-if-match-size")


def delete_object(call: S3Call) -> AwsResponse:
    """Delete an object or a version."""
    for header in _FOR_DIRECTORY_BUCKETS:
        if header in call.headers:
            raise header_not_implemented(header)
    check_removal(call, call.key, call.headers.get("if-match"))
    _check_bypass(call)
    bypass = bypasses_governance(call, call.key)
    removal = remove_object(call, call.key, call.query.get("versionId"), bypass=bypass)
    headers = {"x-amz-version-id": removal.version_id} if removal.version_id else {}
    if removal.is_marker:
        headers["x-amz-delete-marker"] = "true"
    return AwsResponse(204, headers)


def delete_objects(call: S3Call) -> AwsResponse:
    """Delete up to a thousand objects or versions."""
    call.require_bucket()
    if not ("content-md5" in call.headers or any(name.startswith("x-amz-checksum-") for name in call.fields)
            or "x-amz-trailer" in call.headers):  # fmt: skip
        raise invalid_request("Missing required header for this request: Content-MD5 OR x-amz-checksum-*")
    check_content(call)
    check_body(call)
    _check_bypass(call)
    wanted = call.parameters["Delete"]
    objects = wanted["Objects"]
    if len(objects) > MOST_OBJECTS or not all(one["Key"] for one in objects):
        raise malformed_xml()
    outcomes = [_delete_one(call, one) for one in objects]
    failed = [one for one in outcomes if "Code" in one]
    deleted = [one for one in outcomes if "Code" not in one]
    return call.respond({"Deleted": [] if wanted.get("Quiet") else deleted, "Errors": failed})


def _check_bypass(call: S3Call) -> None:
    if _BYPASS in call.fields and not call.bucket.object_lock_enabled:
        raise invalid_argument(f"{_BYPASS} is only applicable to Object Lock enabled buckets.", _BYPASS)


def _tell_of_nothing(call: S3Call, name: str) -> None:
    """Tell of what is not there as if it had been deleted, as DeleteObjects does, and DeleteObject does not.

    Source: LocalStack 4.14.0, services/s3/provider.py, which is validated against AWS.
    """
    if not call.bucket.versioning_status and name not in call.bucket.keys:
        notify(call.aws.account_id, "ObjectRemoved:Delete", call.bucket, SimpleNamespace(name=name))


def _delete_one(call: S3Call, wanted: Mapping[str, Any]) -> dict[str, Any]:
    named = {name: wanted[name] for name in ("Key", "VersionId") if wanted.get(name)}
    try:
        for name in ("LastModifiedTime", "Size"):
            if wanted.get(name) is not None:
                raise header_not_implemented(name)
        require(call, call.bucket, "DeleteObject", wanted["Key"], wanted.get("VersionId"))
        check_removal(call, wanted["Key"], wanted.get("ETag"))
        bypass = bypasses_governance(call, wanted["Key"])
        _tell_of_nothing(call, wanted["Key"])
        removal = remove_object(call, wanted["Key"], wanted.get("VersionId"), bypass=bypass)
    except S3Error as error:
        if error.members.get("ArgumentName") == "versionId":
            error = no_such_version(wanted["Key"], wanted["VersionId"])
        return {**named, "Code": error.code, "Message": error.message}
    if removal.is_marker:
        named |= {"DeleteMarker": True, "DeleteMarkerVersionId": removal.version_id}
    return named

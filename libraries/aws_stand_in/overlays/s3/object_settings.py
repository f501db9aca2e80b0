"""Tags, ACLs, locks and restoration of objects that there are already."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from aws_stand_in.aws_response import AwsResponse
from aws_stand_in.overlays.s3.access import bypasses_governance
from aws_stand_in.overlays.s3.acls import shown_acl
from aws_stand_in.overlays.s3.call import S3Call
from aws_stand_in.overlays.s3.configurations import pass_to_moto
from aws_stand_in.overlays.s3.content import check_content
from aws_stand_in.overlays.s3.errors import (
    S3Error,
    invalid_argument,
    invalid_request,
    malformed_xml,
    method_not_allowed,
    no_such_key,
    object_locked,
)
from aws_stand_in.overlays.s3.objects import (
    find_object,
    notify,
    put_tags,
    tags_of,
    version_header,
)
from aws_stand_in.overlays.s3.properties import check_retention, moment_of, text_of_moment
from aws_stand_in.overlays.s3.public_access import effective_acl, replacing_acl
from aws_stand_in.overlays.s3.schema import check_body
from aws_stand_in.overlays.s3.tags import checked_tags


def get_object_tagging(call: S3Call) -> AwsResponse:
    """Return the tags of an object."""
    found = _found(call)
    shown = [{"Key": key, "Value": value} for key, value in tags_of(call, found).items()]
    return call.respond({"TagSet": shown}, **version_header(call.bucket, found))


def put_object_tagging(call: S3Call) -> AwsResponse:
    """Give an object tags in the place of those that it has."""
    found = _found(call)
    check_content(call)
    check_body(call)
    tags = call.parameters["Tagging"].get("TagSet") or ()
    put_tags(call, found, checked_tags([(tag["Key"], tag["Value"]) for tag in tags]))
    notify(call.aws.account_id, "ObjectTagging:Put", call.bucket, found)
    return AwsResponse(200, version_header(call.bucket, found))


def delete_object_tagging(call: S3Call) -> AwsResponse:
    """Take an object's tags away."""
    found = _found(call)
    put_tags(call, found, {})
    notify(call.aws.account_id, "ObjectTagging:Delete", call.bucket, found)
    return AwsResponse(204, version_header(call.bucket, found))


def get_object_acl(call: S3Call) -> AwsResponse:
    """Return who has access to an object."""
    found: Any = _found(call)
    shown = shown_acl(effective_acl(call.bucket, found.acl or call.bucket.acl))
    return call.respond(shown, **version_header(call.bucket, found))


def put_object_acl(call: S3Call) -> AwsResponse:
    """Say anew who has access to an object."""
    found: Any = _found(call)
    acl = replacing_acl(call)
    is_changed = shown_acl(found.acl or call.bucket.acl) != shown_acl(acl)
    found.acl = acl
    if is_changed:
        notify(call.aws.account_id, "ObjectAcl:Put", call.bucket, found)
    return AwsResponse(200, version_header(call.bucket, found))


def restore_object(call: S3Call) -> AwsResponse:
    """Make an archived object readable, at once, and tell that it is."""
    if not call.parameters.get("RestoreRequest"):
        raise malformed_xml()
    found = _found(call)
    response = pass_to_moto(call)
    notify(call.aws.account_id, "ObjectRestore:Completed", call.bucket, found)
    return response


def get_object_retention(call: S3Call) -> AwsResponse:
    """Return until when an object is kept."""
    found = _lockable(call)
    if not found.lock_mode or not found.lock_until:
        raise _no_lock()
    return call.respond(
        {"Retention": {"Mode": found.lock_mode, "RetainUntilDate": moment_of(found.lock_until)}}
    )


def put_object_retention(call: S3Call) -> AwsResponse:
    """Keep an object until some time."""
    found = _lockable(call)
    check_content(call)
    check_body(call)
    retention = call.parameters["Retention"]
    mode, until = retention.get("Mode"), retention.get("RetainUntilDate")
    if (mode is None) != (until is None):
        raise malformed_xml()
    text = None if until is None else text_of_moment(until)
    if text is not None:
        _check_future(call, until)
        check_retention(call, str(mode), text, "Mode")
    _check_shortening(call, found, mode, text)
    found.lock_mode, found.lock_until = mode, text
    return AwsResponse(200)


def _check_future(call: S3Call, until: datetime) -> None:
    """Refuse a retention that has ended, with its end in the time of the Pacific coast, as S3 tells it whatever the region."""
    if until.timestamp() <= call.now:
        shown = until.astimezone(ZoneInfo("America/Los_Angeles")).strftime("%a %b %d %H:%M:%S %Z %Y")
        raise invalid_argument("The retain until date must be in the future!", "RetainUntilDate", shown)


def _check_shortening(call: S3Call, found: Any, mode: str | None, until: str | None) -> None:
    """Refuse to loosen a retention that has not ended, unless the caller may."""
    if found.lock_until is None or moment_of(found.lock_until).timestamp() <= call.now:
        return
    is_shorter = until is None or moment_of(until) < moment_of(found.lock_until) or mode != found.lock_mode
    may = found.lock_mode == "GOVERNANCE" and bypasses_governance(call, call.key)
    if is_shorter and not may:
        raise object_locked()


def get_object_legal_hold(call: S3Call) -> AwsResponse:
    """Return whether an object has a legal hold."""
    found = _lockable(call)
    if not found.lock_legal_status:
        raise _no_lock()
    return call.respond({"LegalHold": {"Status": found.lock_legal_status}})


def put_object_legal_hold(call: S3Call) -> AwsResponse:
    """Give an object a legal hold, or take it away."""
    found = _lockable(call)
    check_content(call)
    check_body(call)
    status = call.parameters["LegalHold"].get("Status")
    if status is None:
        raise malformed_xml()
    found.lock_legal_status = status
    return AwsResponse(200)


def _found(call: S3Call) -> Any:
    try:
        return find_object(call, call.key, call.query.get("versionId"))
    except S3Error as error:
        raise _as_of_annotations(error, call) from None


def _as_of_annotations(error: S3Error, call: S3Call) -> S3Error:
    """Return an error as these operations tell it: nothing is written to a delete marker, and tags name the bucket as well.

    Source: LocalStack 4.14.0, services/s3/provider.py and models.py, which are validated against AWS.
    """
    is_of_tags = call.aws.operation == "GetObjectTagging"
    if error.code != "NoSuchKey":
        return error
    if error.headers and (is_of_tags or call.method != "GET"):
        return method_not_allowed(call.method, {**error.headers, "Allow": "DELETE"})
    return no_such_key(f"{call.bucket_name}/{call.key}") if is_of_tags else error


def _lockable(call: S3Call) -> Any:
    if not call.bucket.object_lock_enabled:
        raise invalid_request("Bucket is missing Object Lock Configuration")
    return _found(call)


def _no_lock() -> S3Error:
    return S3Error(
        "NoSuchObjectLockConfiguration",
        "The specified object does not have a ObjectLock configuration",
        status=404,
    )

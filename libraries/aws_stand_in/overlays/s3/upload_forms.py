"""Uploads by forms of browsers, and the policies that allow them.

Source: Amazon S3 API reference, "Browser-based uploads using POST (AWS Signature Version 4)".
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit
from xml.etree import ElementTree as ET

from aws_stand_in.aws_response import AwsResponse
from aws_stand_in.overlays.s3.access import require
from aws_stand_in.overlays.s3.call import S3Call
from aws_stand_in.overlays.s3.checksums import (
    DEFAULT_ALGORITHM,
    check_checksum,
    check_md5,
    checksum_of,
    stated_checksum,
)
from aws_stand_in.overlays.s3.errors import (
    S3Error,
    access_denied,
    invalid_argument,
    malformed_xml,
    precondition_failed,
    signature_does_not_match,
)
from aws_stand_in.overlays.s3.objects import create_object, location_of, notify
from aws_stand_in.overlays.s3.properties import properties_of
from aws_stand_in.overlays.s3.signatures import signature
from aws_stand_in.overlays.s3.tags import checked_tags
from aws_stand_in.overlays.s3.writing import headers_of_creation

_CONDITION_PARTS = 3
_NEED_NO_CONDITION = ("file", "policy", "x-amz-signature", "signature", "awsaccesskeyid", "bucket")
_IGNORED = "x-ignore-"
_STATUSES = {"200": 200, "201": 201, "204": 204}
_SIGNED_BY = (
    {name.lower(): name for name in ("X-Amz-Signature", "X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date")},
    {name.lower(): name for name in ("Signature", "AWSAccessKeyId")},
)
"""The fields that a signature needs, as they are compared and as errors name them."""
_CREDENTIALS = {
    "x-amz-signature": ("x-amz-credential", "x-amz-signature"),
    "signature": ("awsaccesskeyid", "signature"),
}


def post_object(call: S3Call) -> AwsResponse:
    """Create an object of the file in a form."""
    call.require_bucket()
    content_type = call.headers.get("content-type", "")
    if not content_type.lower().startswith("multipart/form-data"):
        raise precondition_failed("Bucket POST must be of the enclosure-type multipart/form-data")
    form, content = _form_and_file(call)
    if "policy" in form:
        policy = _read_policy(form["policy"])
        _check_signature(call, form)
        _check_policy(call, policy, form, len(content))
    call.key, call.is_signed, call.fields = form["key"], "policy" in form, {**call.fields, **form}
    call.check_key()
    require(call, call.bucket, "PutObject", call.key)
    return _created(call, form, content)


def _form_and_file(call: S3Call) -> tuple[dict[str, str], bytes]:
    http: Any = call.aws.http
    form = {name.lower(): value for name, value in http.form.items()}
    uploaded = http.files.get("file")
    if uploaded is None and "file" not in form:
        raise invalid_argument("POST requires exactly one file upload per request.", "file", 0)
    if not form.get("key"):
        raise invalid_argument(
            "Bucket POST must contain a field named 'key'.  If it is specified, please check the order of the fields.",
            "key",
            "",
        )
    if uploaded is None:
        return form, form.pop("file").encode()
    name = (uploaded.filename or "").replace("\\", "/").rpartition("/")[2]
    return {
        field: value.replace("${filename}", name) for field, value in form.items()
    }, uploaded.stream.read()


def _check_signature(call: S3Call, form: Mapping[str, str]) -> None:
    fields = next((fields for fields in _SIGNED_BY if not form.keys().isdisjoint(fields)), None)
    if fields is None:
        raise access_denied()
    for field, shown in fields.items():
        if not form.get(field):
            raise invalid_argument(
                f"Bucket POST must contain a field named '{shown}'.  If it is specified, please check the order of the "
                "fields.",
                shown,
                "",
            )
    names = _CREDENTIALS[next(iter(fields))]
    credential, given = form[names[0]], form[names[1]]
    secret = call.secrets.secret_of(credential.partition("/")[0], call.aws.account_id)
    if secret is not None and given != _signature(secret, credential, form["policy"]):
        raise signature_does_not_match(AWSAccessKeyId=credential.partition("/")[0], SignatureProvided=given)


def _signature(secret: str, credential: str, policy: str) -> str:
    if "/" in credential:
        return signature(secret, credential, policy)
    return base64.b64encode(hmac.new(secret.encode(), policy.encode(), hashlib.sha1).digest()).decode()


def _created(call: S3Call, form: Mapping[str, str], content: bytes) -> AwsResponse:
    check_md5(content, form.get("content-md5"))
    stated = stated_checksum(form)
    if stated is not None:
        check_checksum(content, stated)
    checksum = stated or checksum_of(content, DEFAULT_ALGORITHM)
    properties = properties_of(call, form)
    if "tagging" in form:
        properties = replace(properties, tags=_tags_of(form["tagging"]))
    created = create_object(call, call.key, content, properties, checksum)
    notify(call.aws.account_id, "ObjectCreated:Post", call.bucket, created)
    return _response(call, form, created.etag, headers_of_creation(call, created, checksum))


def _tags_of(document: str) -> dict[str, str]:
    try:
        tags = ET.fromstring(document).iter()  # noqa: S314 - expat refuses what would grow without end
    except ET.ParseError:
        raise malformed_xml() from None
    pairs = [(_text(tag, "Key"), _text(tag, "Value")) for tag in tags if _local(tag) == "Tag"]
    return checked_tags(pairs)


def _text(tag: ET.Element, name: str) -> str:
    found = next((child for child in tag if _local(child) == name), None)
    if found is None:
        raise malformed_xml()
    return found.text or ""


def _local(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


def _response(call: S3Call, form: Mapping[str, str], etag: str, headers: Mapping[str, str]) -> AwsResponse:
    location = location_of(call.bucket, call.key)
    redirect = form.get("success_action_redirect", form.get("redirect", ""))
    if target := _redirected(redirect, {"bucket": call.bucket_name, "key": call.key, "etag": etag}):
        return AwsResponse(303, {**headers, "Location": target})
    status = _STATUSES.get(form.get("success_action_status", ""), 204)
    if status != 201:  # noqa: PLR2004 - created
        return AwsResponse(status, {**headers, "Location": location})
    root = ET.Element("PostResponse")
    for name, value in {
        "Location": location,
        "Bucket": call.bucket_name,
        "Key": call.key,
        "ETag": etag,
    }.items():
        ET.SubElement(root, name).text = value
    body = b'<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root)
    return AwsResponse(201, {**headers, "Location": location, "Content-Type": "application/xml"}, body)


def _redirected(url: str, query: Mapping[str, str]) -> str | None:
    parts = urlsplit(url)
    if not (parts.scheme and parts.netloc):
        return None
    joined = "&".join(filter(None, (parts.query, urlencode(query))))
    return urlunsplit(parts._replace(query=joined))


# -------------------------------------------------------------------------------------------------------------- policies


@dataclass(frozen=True, slots=True)
class UploadPolicy:
    """What a form has to meet.

    Attributes:
        expires_at: Epoch seconds.
        conditions: What its fields have to be.
    """

    expires_at: float
    conditions: list[Any]


def _read_policy(text: str) -> UploadPolicy:
    try:
        policy = json.loads(base64.b64decode(text, validate=True))
        expiration = datetime.fromisoformat(policy["expiration"])
        conditions = list(policy["conditions"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise _wrong_policy() from error
    if expiration.tzinfo is None:
        raise _wrong_policy()
    return UploadPolicy(expiration.timestamp(), conditions)


def _check_policy(call: S3Call, policy: UploadPolicy, form: Mapping[str, str], size: int) -> None:
    if call.now > policy.expires_at:
        raise _policy_violation("Policy expired.")
    fields = {**form, "bucket": call.bucket_name}
    for condition in policy.conditions:
        _check_condition(condition, fields, size)
    _check_no_extra_fields(form, policy.conditions)


def _wrong_policy() -> S3Error:
    return S3Error("InvalidPolicyDocument", "The content of the form does not meet the policy.")


def _check_no_extra_fields(form: Mapping[str, str], conditions: list[Any]) -> None:
    allowed = {name.lower() for one in conditions if isinstance(one, dict) for name in one}
    allowed |= {str(one[1]).removeprefix("$").lower() for one in conditions if isinstance(one, list)}
    extra = [
        name
        for name in form
        if name not in allowed and name not in _NEED_NO_CONDITION and not name.startswith(_IGNORED)
    ]
    if extra:
        raise _policy_violation(f"Extra input fields: {', '.join(extra)}")


def _check_condition(condition: Any, form: Mapping[str, str], size: int) -> None:
    if isinstance(condition, dict):
        if len(condition) != 1:
            raise S3Error(
                "InvalidPolicyDocument",
                "Invalid Policy: Invalid Simple-Condition: Simple-Conditions must have exactly one property specified.",
            )
        for name, value in condition.items():
            _check_field("eq", f"${name}", value, form)
        return
    if not isinstance(condition, list) or len(condition) != _CONDITION_PARTS:
        raise _wrong_policy()
    operator, left, right = condition
    if str(operator).lower() == "content-length-range":
        _check_size(size, left, right)
    else:
        _check_field(str(operator).lower(), left, right, form)


def _check_size(size: int, least: Any, most: Any) -> None:
    try:
        smallest, largest = int(least), int(most)
    except (TypeError, ValueError, OverflowError):
        raise _wrong_policy() from None
    if size > largest:
        raise S3Error(
            "EntityTooLarge",
            "Your proposed upload exceeds the maximum allowed size",
            ProposedSize=size,
            MaxSizeAllowed=largest,
        )
    if size < smallest:
        raise S3Error(
            "EntityTooSmall",
            "Your proposed upload is smaller than the minimum allowed size",
            ProposedSize=size,
            MinSizeAllowed=smallest,
        )


def _check_field(operator: str, name: Any, wanted: Any, form: Mapping[str, str]) -> None:
    if operator not in ("eq", "starts-with") or not isinstance(name, str) or not isinstance(wanted, str):
        raise _wrong_policy()
    field = name.removeprefix("$").lower()
    if field in _NEED_NO_CONDITION and field != "bucket":
        return
    held = form.get(field, "")
    met = held.startswith(wanted) if operator == "starts-with" else held == wanted
    if not met:
        raise _policy_violation(f'Policy Condition failed: ["{operator}", "{name}", "{wanted}"]')


def _policy_violation(reason: str) -> S3Error:
    return access_denied(f"Invalid according to Policy: {reason}")

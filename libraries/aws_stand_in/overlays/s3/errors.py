"""The errors of S3, in the form and words of AWS.

Source: Amazon S3 API reference, "Error responses".
"""

from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import escape

from aws_stand_in.aws_response import AwsError, AwsResponse
from aws_stand_in.request_ids import short_request_id
from fault_engine.error_responses import xml_text

_HOST_ID = "Uuag1LuByRx9e6j5Onimru9pO4ZVKnJ2Qz7/C1NPcfTWAtRPfTaOFg=="


class S3Error(AwsError):
    """An error of S3, which says more than code and message.

    Args:
        code: The code, such as `NoSuchKey`.
        message: The message.
        status: The HTTP status.
        headers: Headers of the response.
        members: Further elements of the body.
    """

    def __init__(
        self,
        code: str,
        message: str,
        *,
        status: int = 400,
        headers: Mapping[str, str] | None = None,
        **members: Any,
    ) -> None:
        super().__init__(code, message, status=status)
        self.headers = dict(headers or {})
        self.members = members


def error_response(error: AwsError, *, with_body: bool) -> AwsResponse:
    """Write an error; a request with HEAD has no body."""
    request_id = short_request_id()
    headers = {"Content-Type": "application/xml", **identifying_headers(request_id)}
    headers.update(getattr(error, "headers", {}))
    status = error.status or 400
    if not with_body:
        return AwsResponse(status, headers)
    members = {
        "Code": error.code,
        "Message": error.message,
        **getattr(error, "members", {}),
        "RequestId": request_id,
        "HostId": _HOST_ID,
    }
    elements = "".join(f"<{name}>{escape(xml_text(str(value)))}</{name}>" for name, value in members.items())
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n<Error>{elements}</Error>'
    return AwsResponse(status, headers, body.encode())


def identifying_headers(request_id: str | None = None) -> dict[str, str]:
    """Return the headers that every response of S3 has."""
    return {"x-amz-request-id": request_id or short_request_id(), "x-amz-id-2": _HOST_ID}


def access_denied(message: str = "Access Denied", **members: Any) -> S3Error:
    return S3Error("AccessDenied", message, status=403, **members)


def object_locked() -> S3Error:
    return access_denied("Access Denied because object protected by object lock.")


def signature_does_not_match(**members: Any) -> S3Error:
    return S3Error(
        "SignatureDoesNotMatch",
        "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
        status=403,
        **members,
    )


def invalid_argument(message: str, name: str, value: object = None) -> S3Error:
    """Return the refusal of an argument; without a value if AWS tells none."""
    told: dict[str, Any] = {} if value is None else {"ArgumentValue": value}
    return S3Error("InvalidArgument", message, ArgumentName=name, **told)


def invalid_request(message: str) -> S3Error:
    return S3Error("InvalidRequest", message)


def malformed_xml() -> S3Error:
    return S3Error(
        "MalformedXML",
        "The XML you provided was not well-formed or did not validate against our published schema",
    )


def no_such_bucket(bucket: str) -> S3Error:
    return S3Error("NoSuchBucket", "The specified bucket does not exist", status=404, BucketName=bucket)


def not_empty(bucket: str, *, is_versioned: bool) -> S3Error:
    hint = ". You must delete all versions in the bucket." if is_versioned else ""
    message = f"The bucket you tried to delete is not empty{hint}"
    return S3Error("BucketNotEmpty", message, status=409, BucketName=bucket)


def no_such_key(key: str, headers: Mapping[str, str] | None = None) -> S3Error:
    return S3Error("NoSuchKey", "The specified key does not exist.", status=404, headers=headers, Key=key)


def no_such_version(key: str, version_id: str) -> S3Error:
    return S3Error(
        "NoSuchVersion", "The specified version does not exist.", status=404, Key=key, VersionId=version_id
    )


def no_such_upload(upload_id: str) -> S3Error:
    return S3Error(
        "NoSuchUpload",
        "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or "
        "completed.",
        status=404,
        UploadId=upload_id,
    )


def method_not_allowed(method: str, headers: Mapping[str, str]) -> S3Error:
    """Return the refusal of a request for a delete marker."""
    return S3Error(
        "MethodNotAllowed",
        "The specified method is not allowed against this resource.",
        status=405,
        headers=headers,
        Method=method,
        ResourceType="DeleteMarker",
    )


def precondition_failed(condition: str) -> S3Error:
    return S3Error(
        "PreconditionFailed",
        "At least one of the pre-conditions you specified did not hold",
        status=412,
        Condition=condition,
    )


def header_not_implemented(header: str, reason: str = "") -> S3Error:
    members: dict[str, Any] = {"additionalMessage": reason} if reason else {}
    return S3Error(
        "NotImplemented",
        "A header you provided implies functionality that is not implemented",
        status=501,
        Header=header,
        **members,
    )


def malformed_trailer() -> S3Error:
    return S3Error(
        "MalformedTrailerError",
        "The request contained trailing data that was not well-formed or did not conform to our published schema.",
    )

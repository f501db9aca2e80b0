"""Presigned URLs: for how long they are valid, and for which requests.

Source: Amazon S3 API reference, "Authenticating requests: using query parameters (AWS Signature Version 4)".
"""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from aws_stand_in.aws_response import AwsError
from aws_stand_in.overlays.s3.call import S3Call
from aws_stand_in.overlays.s3.errors import S3Error, access_denied, signature_does_not_match
from aws_stand_in.overlays.s3.signatures import (
    ALGORITHM,
    has_header,
    signature,
    signature_of_version_2,
    string_to_sign,
)

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

LONGEST_SECONDS = 7 * 24 * 3600
_REQUIRED = (
    "X-Amz-Algorithm",
    "X-Amz-Credential",
    "X-Amz-Signature",
    "X-Amz-Date",
    "X-Amz-SignedHeaders",
    "X-Amz-Expires",
)
_MARKS = {"X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Signature"}
_MARKS_OF_VERSION_2 = {"AWSAccessKeyId", "Signature"}
_REQUIRED_OF_VERSION_2 = ("Signature", "Expires", "AWSAccessKeyId")
_NEED_NOT_BE_SIGNED = ("x-amz-content-sha256", "x-amzn-trace-id")


def check_presigned(call: S3Call) -> None:
    """Refuse a request by a URL that has expired, or that was signed for another request.

    Raises:
        S3Error: The URL does not allow this request.
    """
    query = call.query
    if not _MARKS.isdisjoint(query):
        _check_version_4(call)
    elif not _MARKS_OF_VERSION_2.isdisjoint(query):
        _check_version_2(call)


def _check_version_4(call: S3Call) -> None:
    query, environ = call.query, call.aws.http.environ
    if any(name not in query for name in _REQUIRED):
        raise _wrong_query(
            "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, "
            "X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters."
        )
    if query["X-Amz-Algorithm"] != ALGORITHM:
        raise _wrong_query(f'X-Amz-Algorithm only supports "{ALGORITHM} and AWS4-ECDSA-P256-SHA256"')
    _check_time(call, _signed_at(query["X-Amz-Date"]), _lifetime_seconds(query["X-Amz-Expires"]))
    _check_headers(environ, query["X-Amz-SignedHeaders"])
    secret = call.secrets.secret_of(query["X-Amz-Credential"].partition("/")[0], call.aws.account_id)
    if secret is None:
        return
    hashed = call.headers.get("x-amz-content-sha256", "UNSIGNED-PAYLOAD")
    text = string_to_sign(
        environ, query["X-Amz-Credential"], query["X-Amz-SignedHeaders"], query["X-Amz-Date"], hashed
    )
    if signature(secret, query["X-Amz-Credential"], text) != query["X-Amz-Signature"]:
        raise signature_does_not_match(
            AWSAccessKeyId=query["X-Amz-Credential"].partition("/")[0],
            StringToSign=text,
            SignatureProvided=query["X-Amz-Signature"],
        )


def _check_time(call: S3Call, signed_at: float, seconds: int) -> None:
    expires_at = signed_at + seconds
    if call.now > expires_at:
        raise _expired(call, expires_at, **{"X-Amz-Expires": seconds})


def _expired(call: S3Call, expires_at: float, **members: Any) -> S3Error:
    shown = {"Expires": _shown_time(expires_at), "ServerTime": _shown_time(call.now)}
    return access_denied("Request has expired", **members, **shown)


def _check_headers(environ: "WSGIEnvironment", signed: str) -> None:
    names = signed.lower().split(";")
    sent = (key[5:].lower().replace("_", "-") for key in environ if key.startswith("HTTP_X_AMZ_"))
    unsigned = sorted(name for name in sent if name not in names and name not in _NEED_NOT_BE_SIGNED)
    if unsigned:
        raise access_denied(
            "There were headers present in the request which were not signed",
            HeadersNotSigned=", ".join(unsigned),
        )
    if not all(has_header(environ, name) for name in names):
        raise signature_does_not_match()


def _check_version_2(call: S3Call) -> None:
    query = call.query
    if any(name not in query for name in _REQUIRED_OF_VERSION_2):
        raise access_denied(
            "Query-string authentication requires the Signature, Expires and AWSAccessKeyId parameters"
        )
    expires_at = _whole(query["Expires"], access_denied("Invalid date (should be seconds since epoch)"))
    if call.now > expires_at:
        raise _expired(call, expires_at)
    secret = call.secrets.secret_of(query["AWSAccessKeyId"], call.aws.account_id)
    if secret and signature_of_version_2(secret, call.aws.http.environ, query) != query["Signature"]:
        raise signature_does_not_match(
            AWSAccessKeyId=query["AWSAccessKeyId"], SignatureProvided=query["Signature"]
        )


def _shown_time(moment: float) -> str:
    return datetime.fromtimestamp(int(max(0, min(moment, 253402300799))), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _signed_at(text: str) -> float:
    try:
        return datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC).timestamp()
    except ValueError:
        raise _wrong_query("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"") from None


def _lifetime_seconds(text: str) -> int:
    seconds = _whole(text, _wrong_query("X-Amz-Expires should be a number"))
    if seconds < 0:
        raise _wrong_query("X-Amz-Expires must be non-negative")
    if seconds > LONGEST_SECONDS:
        raise _wrong_query(
            "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than "
            f"{LONGEST_SECONDS} seconds"
        )
    return seconds


def _whole(text: str, refusal: AwsError) -> int:
    try:
        return int(text)
    except ValueError:
        raise refusal from None


def _wrong_query(message: str) -> S3Error:
    return S3Error("AuthorizationQueryParametersError", message)

"""What a request to S3 has for the condition keys of policies.

Source: IAM User Guide, "AWS global condition context keys"; Service authorization reference, "Condition keys for Amazon S3".
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from aws_stand_in.overlays.s3.call import S3Call
from aws_stand_in.overlays.s3.delete_markers import is_delete_marker
from aws_stand_in.overlays.s3.errors import access_denied
from aws_stand_in.overlays.s3.objects import find_version, tags_of
from aws_stand_in.overlays.s3.principals import Caller
from aws_stand_in.overlays.s3.schema import check_body
from aws_stand_in.overlays.s3.signatures import ALGORITHM
from aws_stand_in.overlays.s3.tags import tags_of_header

_MOMENT, _SIGNED_AT = "%Y-%m-%dT%H:%M:%SZ", "%Y%m%dT%H%M%SZ"

Value = str | Sequence[str] | None
"""What a request has for a key; None if the key is not part of it."""


@dataclass(frozen=True, slots=True)
class RequestContext:
    """A request, as conditions see it.

    Attributes:
        call: The request.
        caller: Who sends it.
        bucket: The bucket that it is about.
        key: The key of the object; empty if it is about the bucket.
        version_id: The version of the object; None for the newest one.
    """

    call: S3Call
    caller: Caller
    bucket: Any
    key: str
    version_id: str | None

    def values(self, condition_key: str) -> Sequence[str]:
        """Return what the request has for a condition key, whose name may be written in any case."""
        name, slash, tag = condition_key.partition("/")
        name = name.lower() + slash
        found = _OF_TAGS[name](self, tag) if name in _OF_TAGS else _VALUES.get(name, _absent)(self)
        if found is None:
            return ()
        return (found,) if isinstance(found, str) else found


def is_condition_key(name: str) -> bool:
    """Tell whether there is a condition key of a name that policies of buckets may use."""
    plain, slash, _ = name.lower().partition("/")
    return plain + slash in {*_VALUES, *_OF_TAGS}


def _absent(_request: RequestContext) -> None:
    """Return that no request here has a key, such as that of a VPC or an organization."""


def _field(name: str) -> Callable[[RequestContext], Value]:
    return lambda request: request.call.fields.get(name)


def _query(name: str) -> Callable[[RequestContext], Value]:
    return lambda request: request.call.query.get(name)


def _always(value: str) -> Callable[[RequestContext], Value]:
    return lambda _request: value


def _authentication(request: RequestContext) -> Value:
    if not request.call.is_signed:
        return None
    if request.call.aws.operation == "PostObject":
        return "POST"
    return "REST-HEADER" if "authorization" in request.call.headers else "REST-QUERY-STRING"


def _signature_version(request: RequestContext) -> Value:
    if not request.call.is_signed:
        return None
    is_version_2 = "Signature" in request.call.query or "signature" in request.call.fields
    return "AWS" if is_version_2 else ALGORITHM


def _signature_age(request: RequestContext) -> Value:
    """Return how many milliseconds ago the request was signed."""
    signed_at = request.call.fields.get("x-amz-date")
    if signed_at is None:
        return None
    try:
        moment = datetime.strptime(signed_at, _SIGNED_AT).replace(tzinfo=UTC)
    except ValueError:
        raise access_denied("AWS authentication requires a valid Date or x-amz-date header") from None
    return str(round((request.call.now - moment.timestamp()) * 1000))


def _read_parameters(request: RequestContext) -> Mapping[str, Any]:
    """Return the parameters of the operation, unless its body is refused, as it would be without a policy."""
    check_body(request.call)
    return request.call.parameters


def _tags_of_object(request: RequestContext) -> Mapping[str, str]:
    found: Any = find_version(request.bucket, request.key, request.version_id)
    return {} if found is None or is_delete_marker(found) else tags_of(request.call, found)


def _requested_tags(request: RequestContext) -> Mapping[str, str]:
    if request.call.aws.operation == "PutObjectTagging":
        tags = _read_parameters(request)["Tagging"].get("TagSet") or ()
        return {tag["Key"]: tag["Value"] for tag in tags}
    return tags_of_header(request.call.fields.get("x-amz-tagging", ""))


def _retention(member: str, header: str) -> Callable[[RequestContext], Value]:
    def value(request: RequestContext) -> Value:
        if request.call.aws.operation != "PutObjectRetention":
            return request.call.fields.get(header)
        value = _read_parameters(request)["Retention"].get(member)
        return value.strftime(_MOMENT) if isinstance(value, datetime) else value

    return value


def _legal_hold(request: RequestContext) -> Value:
    if request.call.aws.operation == "PutObjectLegalHold":
        status: Value = _read_parameters(request)["LegalHold"].get("Status")
        return status
    return request.call.fields.get("x-amz-object-lock-legal-hold")


_OF_TAGS: Mapping[str, Callable[[RequestContext, str], Value]] = {
    "s3:existingobjecttag/": lambda request, tag: _tags_of_object(request).get(tag),
    "s3:requestobjecttag/": lambda request, tag: _requested_tags(request).get(tag),
    "aws:principaltag/": lambda _request, _tag: None,
}
_FIELDS = (
    *("x-amz-acl", "x-amz-content-sha256", "x-amz-copy-source", "x-amz-metadata-directive"),
    *("x-amz-grant-full-control", "x-amz-grant-read", "x-amz-grant-read-acp", "x-amz-grant-write"),
    *("x-amz-grant-write-acp", "x-amz-object-ownership", "x-amz-server-side-encryption"),
    *("x-amz-server-side-encryption-aws-kms-key-id", "x-amz-server-side-encryption-customer-algorithm"),
    *("x-amz-storage-class", "x-amz-website-redirect-location", "if-match", "if-none-match"),
)
_NEVER = (
    *("aws:calledvia", "aws:calledviafirst", "aws:calledvialast", "aws:federatedprovider"),
    *("aws:multifactorauthage", "aws:multifactorauthpresent", "aws:principalorgid", "aws:principalorgpaths"),
    *(
        "aws:principalservicename",
        "aws:principalservicenameslist",
        "aws:resourceorgid",
        "aws:resourceorgpaths",
    ),
    *("aws:sourceaccount", "aws:sourcearn", "aws:sourceidentity", "aws:sourceorgid", "aws:sourceorgpaths"),
    *("aws:sourcevpc", "aws:sourcevpcarn", "aws:sourcevpce", "aws:vpcsourceip", "aws:vpceaccount"),
    *("aws:vpceorgid", "aws:vpceorgpaths", "s3:accessgrantsinstancearn", "s3:accesspointnetworkorigin"),
    *("s3:dataaccesspointaccount", "s3:dataaccesspointarn"),
)
"""What only requests have that come from a service, a VPC, an organization or an access point, or with a second factor."""

_VALUES: Mapping[str, Callable[[RequestContext], Value]] = {
    **dict.fromkeys(_NEVER, _absent),
    **{f"s3:{name}": _field(name) for name in _FIELDS},
    **{f"s3:{name}": _query(name) for name in ("delimiter", "prefix", "max-keys")},
    "aws:currenttime": lambda request: datetime.fromtimestamp(request.call.now, UTC).strftime(_MOMENT),
    "aws:epochtime": lambda request: str(int(request.call.now)),
    "aws:principalaccount": lambda request: request.caller.account_id,
    "aws:principalarn": lambda request: request.caller.arn,
    "aws:principalisawsservice": _always("false"),
    "aws:principaltype": lambda request: request.caller.kind,
    "aws:referer": _field("referer"),
    "aws:requestedregion": lambda request: str(request.bucket.region_name),
    "aws:resourceaccount": lambda request: str(request.bucket.account_id),
    "aws:securetransport": _always("true"),
    "aws:sourceip": lambda request: request.call.aws.http.environ.get("REMOTE_ADDR"),
    "aws:useragent": _field("user-agent"),
    "aws:userid": lambda request: request.caller.user_id,
    "aws:username": lambda request: request.caller.user_name,
    "aws:viaawsservice": _always("false"),
    "s3:authtype": _authentication,
    "s3:object-lock-legal-hold": _legal_hold,
    "s3:object-lock-mode": _retention("Mode", "x-amz-object-lock-mode"),
    "s3:object-lock-retain-until-date": _retention("RetainUntilDate", "x-amz-object-lock-retain-until-date"),
    "s3:requestobjecttagkeys": lambda request: list(_requested_tags(request)),
    "s3:resourceaccount": lambda request: str(request.bucket.account_id),
    "s3:signatureage": _signature_age,
    "s3:signatureversion": _signature_version,
    "s3:tlsversion": _always("1.3"),
    "s3:versionid": lambda request: request.version_id,
}
"""By the name in lower case. Each request counts as encrypted, as clients mean it."""

"""ACLs: canned ones, and grants in headers or a document.

Source: Amazon S3 User Guide, "Access control list (ACL) overview"; the errors are those of LocalStack 4.14.0,
services/s3/validation.py, which is validated against AWS.
"""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from aws_stand_in.overlays.s3.call import S3Call
from aws_stand_in.overlays.s3.content import check_content
from aws_stand_in.overlays.s3.errors import S3Error, invalid_argument, invalid_request
from aws_stand_in.overlays.s3.owner import OWNER
from aws_stand_in.overlays.s3.schema import check_body

if TYPE_CHECKING:
    from moto.s3.models import FakeAcl

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
_HEADER = "x-amz-grant-"
_PERMISSIONS = ("FULL_CONTROL", "READ", "READ_ACP", "WRITE", "WRITE_ACP")
_GROUPS = tuple(
    f"http://acs.amazonaws.com/groups/{name}"
    for name in ("global/AllUsers", "global/AuthenticatedUsers", "s3/LogDelivery")
)
_PUBLIC_GROUPS = _GROUPS[:2]
_CANONICAL_ID = re.compile(r"[0-9a-fA-F]{64}")
_BY_MAIL = "AmazonCustomerByEmail"


def shown_acl(acl: "FakeAcl | None") -> dict[str, Any]:
    """Return an ACL in the form of responses."""
    grants = [
        {"Grantee": _show_grantee(grantee), "Permission": permission}
        for grant in (acl.grants if acl else ())
        for grantee in grant.grantees
        for permission in grant.permissions
    ]
    return {"Owner": OWNER, "Grants": grants}


def _show_grantee(grantee: Any) -> dict[str, str]:
    return (
        {"Type": "Group", "URI": grantee.uri} if grantee.uri else {"Type": "CanonicalUser", "ID": grantee.id}
    )


def wanted_acl(call: S3Call) -> "FakeAcl":
    """Return the ACL with which a request replaces another one.

    Raises:
        S3Error: The request gives no ACL, two, or an invalid one.
    """
    check_content(call)
    named = acl_of(call.fields)
    if named is not None and call.body:
        raise S3Error("UnexpectedContent", "This request does not support content")
    if named is not None:
        return named
    if not call.body:
        raise S3Error(
            "MissingSecurityHeader",
            "Your request was missing a required header",
            MissingHeaderName="x-amz-acl",
        )
    return _acl_of_document(call)


def is_public_acl(acl: "FakeAcl") -> bool:
    """Return whether an ACL grants AllUsers or AuthenticatedUsers any permission.

    Source: Amazon S3 User Guide, "Blocking public access to your Amazon S3 storage", the meaning of "public".
    """
    return any(grantee.uri in _PUBLIC_GROUPS for grant in acl.grants for grantee in grant.grantees)


def is_of_owner_alone(acl: "FakeAcl") -> bool:
    """Return whether an ACL grants full control to the owner and nothing to others."""
    return all(
        grantee.id == OWNER["ID"] and grant.permissions == ["FULL_CONTROL"]
        for grant in acl.grants
        for grantee in grant.grantees
    )


def private_acl() -> "FakeAcl":
    """Return the ACL that grants the owner full control."""
    from moto.s3.models import get_canned_acl

    return get_canned_acl("private")


# ------------------------------------------------------------------------------------------------------------- headers


def canned_acl(fields: Mapping[str, str]) -> str | None:
    """Return the name of the requested canned ACL; None if none is requested."""
    return fields.get("x-amz-acl", fields.get("acl"))


def acl_of(fields: Mapping[str, str]) -> "FakeAcl | None":
    """Return the ACL in headers or form fields; None if they have none."""
    from moto.s3.models import get_canned_acl

    canned = canned_acl(fields)
    granted = {name: value for name, value in fields.items() if name.startswith(_HEADER)}
    if canned and granted:
        raise invalid_request("Specifying both Canned ACLs and Header Grants is not allowed")
    if canned and canned not in CANNED_ACLS:
        raise invalid_argument("", "x-amz-acl", canned)
    return get_canned_acl(canned) if canned else _acl_of_headers(granted)


def _acl_of_headers(headers: Mapping[str, str]) -> "FakeAcl | None":
    from moto.s3.models import FakeAcl, FakeGrant

    grants = [
        FakeGrant([_grantee(name, one.strip())], [name.removeprefix(_HEADER).upper().replace("-", "_")])
        for name, value in headers.items()
        for one in value.split(",")
    ]
    return FakeAcl(grants) if grants else None


def _grantee(header: str, text: str) -> Any:
    from moto.s3.models import FakeGrantee

    kind, _, value = text.partition("=")
    value = value.strip('"')
    if kind.lower() not in ("id", "uri", "emailaddress") or not value:
        raise invalid_argument("Argument format not recognized", header, text)
    if kind.lower() == "uri":
        return FakeGrantee(uri=_check_group(value, "uri"))
    return FakeGrantee(grantee_id=_check_id(value, "id") if kind.lower() == "id" else value)


def _check_group(uri: str, argument: str) -> str:
    if uri not in _GROUPS:
        raise invalid_argument("Invalid group uri", argument, uri)
    return uri


def _check_id(text: str, argument: str) -> str:
    if not _CANONICAL_ID.fullmatch(text):
        raise invalid_argument("Invalid id", argument, text)
    return text


# ----------------------------------------------------------------------------------------------------------- documents


def _acl_of_document(call: S3Call) -> "FakeAcl":
    from moto.s3.models import FakeAcl

    try:
        check_body(call)
        policy = call.parameters["AccessControlPolicy"]
    except S3Error as error:
        raise _malformed() from error
    if policy.get("Owner") is None or policy.get("Grants") is None:
        raise _malformed()
    _check_id(policy["Owner"].get("ID") or "", "CanonicalUser/ID")
    return FakeAcl([_grant(grant) for grant in policy["Grants"]])


def _grant(described: Mapping[str, Any]) -> Any:
    from moto.s3.models import FakeGrant, FakeGrantee

    grantee, permission = described.get("Grantee") or {}, described.get("Permission")
    if permission not in _PERMISSIONS:
        raise _malformed()
    makers = {
        "Group": lambda: FakeGrantee(uri=_check_group(grantee.get("URI") or "", "Group/URI")),
        "CanonicalUser": lambda: FakeGrantee(
            grantee_id=_check_id(grantee.get("ID") or "", "CanonicalUser/ID")
        ),
        _BY_MAIL: lambda: FakeGrantee(grantee_id=grantee.get("EmailAddress") or ""),
    }
    if grantee.get("Type") not in makers:
        raise _malformed()
    return FakeGrant([makers[grantee["Type"]]()], [permission])


def _malformed() -> S3Error:
    return S3Error(
        "MalformedACLError",
        "The XML you provided was not well-formed or did not validate against our published schema",
    )

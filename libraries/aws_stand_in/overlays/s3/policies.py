"""Policies of buckets: whether they are well-formed, and what they say about an action of a caller.

Source: IAM User Guide, "IAM JSON policy element reference".
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aws_stand_in.aws_response import NotImitatedError
from aws_stand_in.overlays.s3.errors import S3Error
from iam_policy.evaluation import (
    PolicyVerdict,
    Statement,
    matches_action,
    matches_resource,
    mentions,
    values_of,
    verdict,
)

_ELEMENTS = ("Principal", "Action", "Resource")
_SECURE = "aws:SecureTransport"


@dataclass(frozen=True, slots=True)
class WantedAction:
    """What somebody wants to do.

    Attributes:
        name: As IAM names it: `s3:GetObject`.
        resource: The ARN of the bucket or the object.
        callers: The names in policies that mean who wants it; none for a caller without a name.
    """

    name: str
    resource: str
    callers: tuple[str, ...]


def said_by(policy: bytes | None, action: WantedAction) -> PolicyVerdict:
    """Return what a policy says about an action."""
    if not policy:
        return PolicyVerdict.NOTHING
    return verdict(json.loads(policy), lambda statement: _is_about(statement, action))


def _is_about(statement: Statement, action: WantedAction) -> bool:
    return (
        _applies_to_encrypted_requests(statement)
        and mentions(statement, "Action", lambda one: matches_action(one, action.name))
        and mentions(statement, "Resource", lambda one: matches_resource(one, action.resource))
        and mentions(_principals(statement), "Principal", lambda one: one == "*" or one in action.callers)
    )


def _applies_to_encrypted_requests(statement: Statement) -> bool:
    """Tell whether the condition of a statement, if it has one, is met: each request counts as encrypted, as clients mean it."""
    condition = statement.get("Condition")
    return not condition or "true" in map(_lower, values_of(condition["Bool"][_SECURE]))


def _lower(value: object) -> str:
    return str(value).lower()


def _principals(statement: Statement) -> Statement:
    """Return the principals of a statement that are AWS's, since no service or identity provider calls here."""
    return {name: _of_aws(statement[name]) for name in ("Principal", "NotPrincipal") if name in statement}


def _of_aws(principals: Any) -> Any:
    return principals.get("AWS", []) if isinstance(principals, dict) else principals


def is_public(policy: bytes) -> bool:
    """Tell whether a policy allows something to others than principals that it names.

    Source: Amazon S3 User Guide, "Blocking public access to your Amazon S3 storage", the meaning of "public"; that requests are
    encrypted is no condition that narrows access down.
    """
    statements = values_of(json.loads(policy)["Statement"])
    return any(one["Effect"] == "Allow" and _is_about_anybody(one) for one in statements)


def _is_about_anybody(statement: Statement) -> bool:
    if "NotPrincipal" in statement:
        return True
    principals = statement["Principal"]
    kinds = principals.values() if isinstance(principals, dict) else [principals]
    return any(sign in str(one) for kind in kinds for one in values_of(kind) for sign in ("*", "${"))


def check_policy(document: bytes) -> None:
    """Refuse what is no policy.

    Raises:
        S3Error: It is not well-formed.
        NotImitatedError: It has conditions other than that requests are encrypted, or are not.
    """
    try:
        policy = json.loads(document)
    except (ValueError, RecursionError):
        policy = None
    if not isinstance(policy, dict) or not document.startswith(b"{"):
        raise _malformed("Policies must be valid JSON and the first byte must be '{'")
    if not isinstance(policy.get("Statement"), (list, dict)) or not policy["Statement"]:
        raise _malformed("Missing required field Statement")
    for statement in values_of(policy["Statement"]):
        _check_statement(statement)


def _check_statement(statement: Any) -> None:
    if not isinstance(statement, dict) or statement.get("Effect") not in ("Allow", "Deny"):
        raise _malformed("Missing required field Effect")
    for element in _ELEMENTS:
        if element not in statement and f"Not{element}" not in statement:
            raise _malformed(f"Missing required field {element}")
        values = values_of(_of_aws(statement.get(element, statement.get(f"Not{element}"))))
        if not all(isinstance(one, str) for one in values):
            raise _malformed(f"Policy has invalid {element.lower()}")
    condition = statement.get("Condition") or {}
    if not isinstance(condition, dict) or not all(isinstance(keys, dict) for keys in condition.values()):
        raise _malformed("Policy has an invalid condition")
    if condition and not _is_about_encryption(condition):
        raise NotImitatedError(f"conditions in policies of buckets other than {_SECURE}")


def _is_about_encryption(condition: Mapping[str, Mapping[str, Any]]) -> bool:
    return list(condition) == ["Bool"] and list(condition["Bool"]) == [_SECURE]


def _malformed(message: str) -> S3Error:
    return S3Error("MalformedPolicy", message)

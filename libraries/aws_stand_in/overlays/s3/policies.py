"""What policies of buckets say about an action of a caller, and whether they let the public in.

Source: IAM User Guide, "IAM JSON policy element reference".
"""

import json
from dataclasses import dataclass
from ipaddress import ip_network
from typing import Any

from iam_policy.conditions import are_met
from iam_policy.evaluation import (
    PolicyVerdict,
    Statement,
    matches_action,
    matches_resource,
    mentions,
    values_of,
    verdict,
)
from iam_policy.variables import ContextValues

_NARROWING_OPERATORS = ("StringEquals", "StringLike", "ArnEquals", "ArnLike", "IpAddress")
_NARROWING_KEYS = (
    *("aws:principalorgid", "aws:sourceaccount", "aws:sourcearn", "aws:sourceip", "aws:sourcevpc"),
    *("aws:sourcevpce", "aws:userid", "s3:dataaccesspointaccount", "s3:dataaccesspointarn"),
    "s3:x-amz-server-side-encryption-aws-kms-key-id",
)
_BROADEST_PREFIX = {4: 8, 6: 32}
"""The shortest prefix of a network that does not count as public, by the version of IP."""


@dataclass(frozen=True, slots=True)
class WantedAction:
    """An action of a request.

    Attributes:
        name: As IAM names it: `s3:GetObject`.
        resource: The ARN of the bucket or the object.
        callers: The names in policies that mean the caller; none for an anonymous caller.
        context: What the request has for a condition key.
    """

    name: str
    resource: str
    callers: tuple[str, ...]
    context: ContextValues


def said_by(policy: bytes, action: WantedAction) -> PolicyVerdict:
    """Return what a policy says about an action."""
    return verdict(json.loads(policy), lambda statement: _is_about(statement, action))


def _is_about(statement: Statement, action: WantedAction) -> bool:
    return (
        mentions(statement, "Action", lambda one: matches_action(one, action.name))
        and mentions(
            statement, "Resource", lambda one: matches_resource(one, action.resource, action.context)
        )
        and mentions(_principals(statement), "Principal", lambda one: one == "*" or one in action.callers)
        and are_met(statement.get("Condition") or {}, action.context)
    )


def _principals(statement: Statement) -> Statement:
    """Return the principals of a statement that are AWS's, since no service or identity provider calls here."""
    return {
        name: principals_of_aws(statement[name])
        for name in ("Principal", "NotPrincipal")
        if name in statement
    }


def principals_of_aws(principals: Any) -> Any:
    """Return the accounts, users and roles of an element `Principal`, without its services and identity providers."""
    return principals.get("AWS", []) if isinstance(principals, dict) else principals


def is_public(policy: bytes) -> bool:
    """Tell whether a policy allows something to others than principals that it names, wherever they are.

    Source: Amazon S3 User Guide, "Blocking public access to your Amazon S3 storage", the meaning of "public".
    """
    statements = values_of(json.loads(policy)["Statement"])
    return any(
        one["Effect"] == "Allow" and _has_public_principal(one) and not _is_narrowed(one)
        for one in statements
    )


def _is_narrowed(statement: Statement) -> bool:
    """Tell whether a condition keeps all but known networks, resources or accounts out."""
    return any(
        operator in _NARROWING_OPERATORS
        and key.lower() in _NARROWING_KEYS
        and all(map(_is_fixed, map(str, values_of(wanted))))
        for operator, keys in (statement.get("Condition") or {}).items()
        for key, wanted in keys.items()
    )


def _is_fixed(value: str) -> bool:
    """Tell whether a value stands for something in particular, and not for nearly every address there is."""
    try:
        network = ip_network(value, strict=False)
    except ValueError:
        return not set("*?$") & set(value)
    return network.prefixlen >= _BROADEST_PREFIX[network.version]


def _has_public_principal(statement: Statement) -> bool:
    if "NotPrincipal" in statement:
        return True
    principals = statement["Principal"]
    kinds = principals.values() if isinstance(principals, dict) else [principals]
    return any(sign in str(one) for kind in kinds for one in values_of(kind) for sign in ("*", "${"))

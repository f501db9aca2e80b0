"""The decisions of IAM policies that Lambda authorizers return: what nothing allows is denied.

Source: API Gateway Developer Guide, "AWS condition keys that can be used in API Gateway resource policies". No request here comes
from a service or a VPC, or is signed by a user of IAM, and each one counts as encrypted.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from api_gateway.received_request import ReceivedRequest
from iam_policy.conditions import UnknownOperatorError, are_met, condition_operator
from iam_policy.evaluation import (
    PolicyVerdict,
    Statement,
    matches_action,
    matches_resource,
    mentions,
    values_of,
    verdict,
)

ACTION = "execute-api:invoke"


class MalformedPolicyError(Exception):
    """The policy is not a policy document."""


def decide(policy: Any, method_arn: str, request: ReceivedRequest) -> PolicyVerdict:
    """Return what a policy says about a call.

    Args:
        policy: The policy document.
        method_arn: The ARN of what is called.
        request: The request, whose address and headers conditions may be about.

    Raises:
        MalformedPolicyError: It has no statements, or one has no effect, action or resource, or invalid conditions.
    """

    def values_in_request(condition_key: str) -> Sequence[str]:
        value = _VALUES.get(condition_key.lower(), _absent)(request)
        return () if value is None else (value,)

    def is_about_the_call(statement: Statement) -> bool:
        return (
            mentions(statement, "Action", lambda one: matches_action(one, ACTION))
            and mentions(
                statement, "Resource", lambda one: matches_resource(one, method_arn, values_in_request)
            )
            and are_met(statement.get("Condition") or {}, values_in_request)
        )

    _require_statements(policy)
    return verdict(policy, is_about_the_call)


def _require_statements(policy: Any) -> None:
    statements = values_of(policy.get("Statement")) if isinstance(policy, Mapping) else []
    if not statements or not all(map(_is_statement, statements)):
        raise MalformedPolicyError("the policy is not a document with statements")


def _is_statement(statement: Any) -> bool:
    if not isinstance(statement, Mapping) or statement.get("Effect") not in ("Allow", "Deny"):
        return False
    has_conditions = _are_conditions(statement.get("Condition") or {})
    return has_conditions and all(_has_patterns(statement, element) for element in ("Action", "Resource"))


def _are_conditions(conditions: Any) -> bool:
    if not isinstance(conditions, Mapping) or not all(
        isinstance(keys, Mapping) for keys in conditions.values()
    ):
        return False
    try:
        return all(condition_operator(name) for name in conditions)
    except UnknownOperatorError:
        return False


def _has_patterns(statement: Statement, element: str) -> bool:
    named = values_of(statement.get(element, statement.get(f"Not{element}")))
    return all(isinstance(one, str) for one in named)


def _absent(_request: ReceivedRequest) -> None:
    """Return that no request here has a key."""


_VALUES: Mapping[str, Callable[[ReceivedRequest], str | None]] = {
    "aws:currenttime": lambda _: datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    "aws:epochtime": lambda _: str(int(time.time())),
    "aws:referer": lambda request: request.header("Referer"),
    "aws:securetransport": lambda _: "true",
    "aws:sourceip": lambda request: request.source_ip,
    "aws:useragent": lambda request: request.header("User-Agent"),
}
"""What a request has for a condition key, by its name in lower case."""

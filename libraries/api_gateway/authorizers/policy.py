"""The decisions of IAM policies that Lambda authorizers return: what nothing allows is denied.

Conditions are not imitated: a statement that has some applies without them.
"""

from collections.abc import Mapping
from typing import Any

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


def decide(policy: Any, method_arn: str) -> PolicyVerdict:
    """Return what a policy says about a call.

    Args:
        policy: The policy document.
        method_arn: The ARN of what is called.

    Raises:
        MalformedPolicyError: It has no statements, or one has no effect, action or resource.
    """

    def is_about_the_call(statement: Statement) -> bool:
        return mentions(statement, "Action", lambda one: matches_action(one, ACTION)) and mentions(
            statement, "Resource", lambda one: matches_resource(one, method_arn)
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
    return all(_has_patterns(statement, element) for element in ("Action", "Resource"))


def _has_patterns(statement: Statement, element: str) -> bool:
    named = values_of(statement.get(element, statement.get(f"Not{element}")))
    return all(isinstance(one, str) for one in named)

"""The decisions of IAM policies that Lambda authorizers return.

AWS Identity and Access Management User Guide, "Policy evaluation logic": an explicit denial prevails, and what nothing allows is
denied. Conditions are not imitated: a statement that has some applies without them.
"""

import re
from collections.abc import Mapping
from enum import Enum
from fnmatch import translate
from typing import Any

ACTION = "execute-api:invoke"


class Decision(Enum):
    """What a policy says about a call."""

    ALLOWED = "allowed"
    DENIED = "denied"
    NOT_MENTIONED = "not mentioned"


class MalformedPolicyError(Exception):
    """The policy is not a policy document."""


def decide(policy: Any, method_arn: str) -> Decision:
    """Return what a policy says about a call.

    Args:
        policy: The policy document.
        method_arn: The ARN of what is called.

    Raises:
        MalformedPolicyError: It has no statements, or one has no effect, action or resource.
    """
    effects = {
        statement["Effect"]
        for statement in _statements(policy)
        if _applies(statement, "Action", ACTION) and _applies(statement, "Resource", method_arn)
    }
    if "Deny" in effects:
        return Decision.DENIED
    return Decision.ALLOWED if "Allow" in effects else Decision.NOT_MENTIONED


def _statements(policy: Any) -> list[Mapping[str, Any]]:
    stated = policy.get("Statement") if isinstance(policy, Mapping) else None
    statements = [stated] if isinstance(stated, Mapping) else stated
    if not isinstance(statements, list) or not statements or not all(map(_is_statement, statements)):
        raise MalformedPolicyError("the policy is not a document with statements")
    return statements


def _is_statement(statement: Any) -> bool:
    if not isinstance(statement, Mapping) or statement.get("Effect") not in ("Allow", "Deny"):
        return False
    return all(statement.keys() & {name, f"Not{name}"} for name in ("Action", "Resource"))


def _applies(statement: Mapping[str, Any], name: str, value: str) -> bool:
    if name in statement:
        return _matches(statement[name], value)
    return not _matches(statement[f"Not{name}"], value)


def _matches(patterns: Any, value: str) -> bool:
    listed = [patterns] if isinstance(patterns, str) else patterns
    return any(_pattern(pattern).fullmatch(value) for pattern in listed)


def _pattern(pattern: str) -> re.Pattern[str]:
    """Return the expression for a pattern with `*` and `?`; actions have no case, and neither do ours."""
    return re.compile(
        translate(pattern.replace("[", "[[]")),
        re.IGNORECASE if pattern.lower().startswith("execute-api:") else 0,
    )

"""Policies of buckets: whether they are well-formed, and what they say about an action of a caller.

Policy variables are not replaced. Source: IAM User Guide, "IAM JSON policy element reference" and "Policy evaluation logic".
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from fnmatch import translate
from functools import lru_cache
from typing import Any

from aws_stand_in.aws_response import NotImitatedError
from aws_stand_in.overlays.s3.errors import S3Error

_ELEMENTS = ("Principal", "Action", "Resource")
_SECURE = "aws:SecureTransport"


class PolicyVerdict(Enum):
    """What a policy says."""

    ALLOWED = auto()
    DENIED = auto()
    NOTHING = auto()


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


def verdict(policy: bytes | None, action: WantedAction) -> PolicyVerdict:
    """Return what a policy says about an action; a denial counts more than what allows it."""
    statements = _statements(json.loads(policy)) if policy else ()
    effects = {statement["Effect"] for statement in statements if _is_about(statement, action)}
    if "Deny" in effects:
        return PolicyVerdict.DENIED
    return PolicyVerdict.ALLOWED if effects else PolicyVerdict.NOTHING


def _statements(policy: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    statements = policy["Statement"]
    return statements if isinstance(statements, list) else [statements]


def _is_about(statement: Mapping[str, Any], action: WantedAction) -> bool:
    return (
        _applies_to_encrypted_requests(statement)
        and _has(statement, "Action", lambda one: _pattern(one.lower()).fullmatch(action.name.lower()))
        and _has(statement, "Resource", lambda one: _pattern(one).fullmatch(action.resource))
        and _has(statement, "Principal", lambda one: one == "*" or one in action.callers)
    )


def _applies_to_encrypted_requests(statement: Mapping[str, Any]) -> bool:
    """Tell whether the condition of a statement, if it has one, is met: each request counts as encrypted, as clients mean it."""
    condition = statement.get("Condition")
    return not condition or "true" in map(_lower, _values(condition["Bool"][_SECURE]))


def _lower(value: object) -> str:
    return str(value).lower()


def _values(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _has(statement: Mapping[str, Any], element: str, is_meant: Callable[[str], object]) -> bool:
    """Tell whether an element of a statement, such as `Action`, means the action; `NotAction` means all others."""
    if element in statement:
        return any(map(is_meant, _listed(statement[element])))
    return not any(map(is_meant, _listed(statement[f"Not{element}"])))


def _listed(value: Any) -> list[str]:
    """Return the values of an element; of principals those of AWS, since no service or identity provider calls here."""
    if isinstance(value, dict):
        value = value.get("AWS", [])
    return _values(value)


@lru_cache(maxsize=1000)
def _pattern(text: str) -> re.Pattern[str]:
    """Return a pattern of a policy, in which `*` stands for anything and `?` for one character."""
    return re.compile(translate(text.replace("[", "[[]")))


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
    for statement in _statements(policy):
        _check_statement(statement)


def _check_statement(statement: Any) -> None:
    if not isinstance(statement, dict) or statement.get("Effect") not in ("Allow", "Deny"):
        raise _malformed("Missing required field Effect")
    for element in _ELEMENTS:
        if element not in statement and f"Not{element}" not in statement:
            raise _malformed(f"Missing required field {element}")
        values = _listed(statement.get(element, statement.get(f"Not{element}")))
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

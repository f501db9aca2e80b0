"""What the statements of a policy say about an action.

Conditions and variables have modules of their own. Source: IAM User Guide, "IAM JSON policy element reference" and "Policy
evaluation logic".
"""

import re
from collections.abc import Callable, Mapping
from enum import Enum, auto
from fnmatch import translate
from functools import lru_cache
from typing import Any

from iam_policy.variables import ContextValues, as_pattern, with_variables_of_version

Statement = Mapping[str, Any]


class PolicyVerdict(Enum):
    """What a policy says."""

    ALLOWED = auto()
    DENIED = auto()
    NOTHING = auto()


def verdict(policy: Mapping[str, Any], is_about: Callable[[Statement], bool]) -> PolicyVerdict:
    """Return what a policy says about an action; a denial counts more than what allows it.

    Args:
        policy: The policy, in which each statement has an effect.
        is_about: Tells whether a statement is about the action.
    """
    statements = values_of(with_variables_of_version(policy)["Statement"])
    effects = {statement["Effect"] for statement in statements if is_about(statement)}
    if "Deny" in effects:
        return PolicyVerdict.DENIED
    return PolicyVerdict.ALLOWED if effects else PolicyVerdict.NOTHING


def mentions(statement: Statement, element: str, is_meant: Callable[[str], bool]) -> bool:
    """Tell whether an element of a statement, such as `Action`, means something; `NotAction` means everything else.

    Args:
        statement: The statement, which has the element or its opposite.
        element: The name of the element.
        is_meant: Tells whether one value of the element means it.
    """
    if element in statement:
        return any(map(is_meant, values_of(statement[element])))
    return not any(map(is_meant, values_of(statement[f"Not{element}"])))


def values_of(element: Any) -> list[Any]:
    """Return the values of an element, which may be written as a list or as the only one."""
    return element if isinstance(element, list) else [element]


def matches_action(pattern: str, action: str) -> bool:
    """Tell whether a pattern such as `s3:Get*` matches an action, in any case."""
    return matches_resource(pattern.lower(), action.lower())


def matches_resource(pattern: str, arn: str, values_in_request: ContextValues = lambda _key: ()) -> bool:
    """Tell whether a pattern such as `arn:aws:s3:::things/*` matches an ARN.

    Args:
        pattern: The pattern, in which `*` stands for anything, `?` for one character, and a variable for a value of the request.
        arn: The ARN.
        values_in_request: What the request has for a condition key.
    """
    found = as_pattern(pattern, values_in_request)
    return found is not None and matches_pattern(found, arn)


def matches_pattern(pattern: str, text: str) -> bool:
    """Tell whether a pattern without variables matches a text."""
    return _expression(pattern).fullmatch(text) is not None


@lru_cache(maxsize=1000)
def _expression(pattern: str) -> re.Pattern[str]:
    return re.compile(translate(pattern))

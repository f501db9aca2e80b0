"""What the statements of a policy say about an action.

Policy variables are not replaced. Conditions have a module of their own. Source: IAM User Guide, "IAM JSON policy element
reference" and "Policy evaluation logic".
"""

import re
from collections.abc import Callable, Mapping
from enum import Enum, auto
from fnmatch import translate
from functools import lru_cache
from typing import Any

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
    effects = {statement["Effect"] for statement in values_of(policy["Statement"]) if is_about(statement)}
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
    return _expression(pattern.lower()).fullmatch(action.lower()) is not None


def matches_resource(pattern: str, arn: str) -> bool:
    """Tell whether a pattern such as `arn:aws:s3:::things/*` matches an ARN."""
    return _expression(pattern).fullmatch(arn) is not None


@lru_cache(maxsize=1000)
def _expression(pattern: str) -> re.Pattern[str]:
    """Return the expression of a pattern, in which `*` stands for anything and `?` for one character."""
    return re.compile(translate(pattern.replace("[", "[[]")))

"""Stack policies: which resources an update may change.

Source: AWS CloudFormation User Guide, "Prevent updates to stack resources"; AWS CloudFormation API reference, "SetStackPolicy"
and "UpdateStack" (StackPolicyDuringUpdateBody).
"""

import json
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from contextvars import ContextVar
from typing import Any

from moto.cloudformation.exceptions import ValidationError

from aws_stand_in.context_values import holding
from aws_stand_in.moto_patches.stack_failures import ResourceFailedError
from iam_policy.evaluation import (
    PolicyVerdict,
    matches_action,
    matches_resource,
    mentions,
    values_of,
    verdict,
)

_during_update: ContextVar[str | None] = ContextVar("policy_during_update", default=None)
_ACTIONS: Mapping[str, str] = {"Modify": "Update:Modify", "Remove": "Update:Delete"}
"""What a change of a resource is to a policy; new resources are not protected."""


def instead(policy: str | None) -> AbstractContextManager[None]:
    """Let a policy count during an update, in place of the stack's; None lets the stack's count."""
    return holding(_during_update, policy)


def require_policy(text: str) -> None:
    """Require that a text is a stack policy.

    Raises:
        ValidationError: It is not.
    """
    try:
        policy = json.loads(text)
        statements = values_of(policy["Statement"])
        is_policy = all(_is_statement(one) for one in statements)
    except (ValueError, KeyError, TypeError):
        is_policy = False
    if not is_policy:
        raise ValidationError(message="Error validating stack policy: Invalid stack policy")


def require_allowed(stack: Any, differences: Mapping[str, list[str]], kind_of: Callable[[str], str]) -> None:
    """Require that the policy of a stack allows what an update does; without a policy everything is allowed.

    Args:
        stack: The stack.
        differences: What changes: the logical ids by `Add`, `Modify` and `Remove`.
        kind_of: Returns the type of a resource.

    Raises:
        ResourceFailedError: A resource is protected.
    """
    text = _during_update.get() or stack.policy
    if not text:
        return
    policy = json.loads(text)
    for change, action in _ACTIONS.items():
        for name in differences[change]:
            _require(policy, action, name, kind_of(name))


def _require(policy: Mapping[str, Any], action: str, name: str, kind: str) -> None:
    resource = f"LogicalResourceId/{name}"

    def is_about(statement: Mapping[str, Any]) -> bool:
        return (
            mentions(statement, "Action", lambda pattern: matches_action(pattern, action))
            and mentions(statement, "Resource", lambda pattern: matches_resource(pattern, resource))
            and _has_type(statement, kind)
        )

    found = verdict(policy, is_about)
    if found is PolicyVerdict.DENIED:
        number = next(
            index
            for index, one in enumerate(values_of(policy["Statement"]), 1)
            if one["Effect"] == "Deny" and is_about(one)
        )
        raise ResourceFailedError(
            name,
            kind,
            f"Action denied by stack policy: Statement [#{number}] does not allow [{action}] for resource [{resource}]",
        )
    if found is PolicyVerdict.NOTHING:
        raise ResourceFailedError(
            name,
            kind,
            f"Action denied by stack policy: no statement allows [{action}] for resource [{resource}]",
        )


def _has_type(statement: Mapping[str, Any], kind: str) -> bool:
    """Return whether the condition of a statement, which can only be about types, holds for one."""
    for operator, conditions in (statement.get("Condition") or {}).items():
        wanted = values_of(conditions["ResourceType"])
        is_like = operator == "StringLike"
        if not any(matches_resource(one, kind) if is_like else one == kind for one in wanted):
            return False
    return True


def _is_statement(one: Any) -> bool:
    condition = one.get("Condition") or {}
    return (
        one["Effect"] in {"Allow", "Deny"}
        and "Principal" in one
        and bool({"Action", "NotAction"} & one.keys())
        and bool({"Resource", "NotResource"} & one.keys())
        and all(
            operator in {"StringEquals", "StringLike"} and set(names) == {"ResourceType"}
            for operator, names in condition.items()
        )
    )

"""Stacks that are updated, and updates that are rolled back, at once or by a request.

Source: AWS CloudFormation User Guide, "Update stacks directly", "Choose how to handle failures when provisioning resources" and
"Continue rolling back an update"; AWS CloudFormation API reference, "ContinueUpdateRollback" and "RollbackStack".
"""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from moto.cloudformation import models
from moto.cloudformation.exceptions import ValidationError

from aws_stand_in.moto_patches import failure_options, stack_policies
from aws_stand_in.moto_patches.failure_options import DO_NOTHING
from aws_stand_in.moto_patches.stack_events import enter, record
from aws_stand_in.moto_patches.stack_failures import (
    ResourceFailedError,
    StackFailedError,
    failure_of,
    record_failure,
    stack_reason,
)
from aws_stand_in.moto_patches.stack_transitions import backend_of, become, clean_up, differences

_UNCHANGEABLE = frozenset(
    (
        *("CREATE_FAILED", "DELETE_FAILED", "ROLLBACK_COMPLETE"),
        *("ROLLBACK_FAILED", "UPDATE_ROLLBACK_FAILED", "REVIEW_IN_PROGRESS"),
    )
)
"""The states of stacks that cannot be updated."""


def change(stack: Any, template: Any, template_dict: dict[str, Any], parameters: Mapping[str, str]) -> None:
    """Change a stack; what fails is rolled back, or left as it is if the request says so.

    Args:
        stack: The stack.
        template: The template's text.
        template_dict: The template.
        parameters: The values of its parameters.
    """
    if stack.status != "UPDATE_FAILED":
        stack.stable_state = stack.template, stack.template_dict, stack.parameters
    enter(stack, "UPDATE_IN_PROGRESS", "User Initiated")
    try:
        _require_allowed(stack, template_dict, parameters)
        gone = become(stack, template, template_dict, parameters)
    except Exception as error:
        failure = failure_of(error)
        _record(stack, failure)
        reason = str(error) if failure is None else stack_reason(failure, "update")
        if failure_options.chosen() == DO_NOTHING and failure is not None:
            enter(stack, "UPDATE_FAILED", reason)
            return
        _roll_back(stack, reason)
        if failure is None:
            raise
    else:
        _complete(stack, "UPDATE", gone)


def require_changeable(stack: Any) -> None:
    """Require that a stack can be updated.

    Raises:
        ValidationError: It can only be deleted, or its rollback has to be continued.
    """
    if stack.status in _UNCHANGEABLE:
        _refuse(f"Stack:{stack.stack_id} is in {stack.status} state and can not be updated.")


def continue_rollback(stack: Any, skipped: Collection[str]) -> None:
    """Roll back an update whose rollback has failed, as if the skipped resources were as they should be.

    Raises:
        ValidationError: The stack is in another state, or a resource that is to be skipped has not failed.
    """
    if stack.status != "UPDATE_ROLLBACK_FAILED":
        _refuse(f"Stack:{stack.stack_id} is in {stack.status} state and can not continue rollback.")
    _, former, _ = stack.stable_state
    failed = {one.logical_resource_id for one in stack.events if one.resource_status == "UPDATE_FAILED"}
    if wrong := sorted(set(skipped) - (failed & former["Resources"].keys())):
        _refuse(
            f"Resources {wrong} can not be skipped: only resources in UPDATE_FAILED state because a rollback failed can."
        )
    for name in skipped:
        _skip(stack, name)
    _roll_back(stack, "User Initiated")


def roll_back_on_request(stack: Any, empty: Callable[[Any], None]) -> None:
    """Roll back a creation or an update that was left as it failed.

    Args:
        stack: The stack.
        empty: Rolls back a creation.

    Raises:
        ValidationError: The stack is in another state.
    """
    if stack.status == "UPDATE_FAILED":
        _roll_back(stack, "User Initiated")
    elif stack.status == "CREATE_FAILED":
        empty(stack)
    else:
        _refuse(f"Stack:{stack.stack_id} is in {stack.status} state and can not be rolled back.")


def update(
    self: Any,
    template: Any,
    role_arn: str | None = None,
    parameters: Mapping[str, str] | None = None,
    tags: Any = None,
) -> None:
    """Change a stack by a template, which is read as that of a new stack first, so that what is wrong with it changes nothing."""
    require_changeable(self)
    kind: Any = models.Stack
    given = self.parameters if parameters is None else parameters
    parsed = kind(
        self.stack_id, self.name, template, given, self.account_id, self.region_name,
        cross_stack_resources=backend_of(self).exports,
    )  # fmt: skip
    change(self, template, parsed.template_dict, given)
    self.role_arn = role_arn or self.role_arn
    self.tags = self.tags if tags is None else tags


def _require_allowed(stack: Any, template_dict: dict[str, Any], parameters: Mapping[str, str]) -> None:
    """Require that the policy of a stack allows an update."""
    known = {**template_dict["Resources"], **stack.resource_map._resource_json_map}
    changes = differences(stack, template_dict, parameters)
    stack_policies.require_allowed(stack, changes, lambda name: str(known[name]["Type"]))


def _roll_back(stack: Any, reason: str) -> None:
    """Bring a stack back to what it was before its update, or say that this has failed as well."""
    enter(stack, "UPDATE_ROLLBACK_IN_PROGRESS", reason)
    failed = stack.template, stack.template_dict, stack.parameters
    try:
        gone = become(stack, *stack.stable_state)
    except Exception as error:
        failure = failure_of(error)
        _record(stack, failure)
        stack.template, stack.template_dict, stack.parameters = failed
        enter(
            stack,
            "UPDATE_ROLLBACK_FAILED",
            str(error) if failure is None else stack_reason(failure, "update"),
        )
        if failure is None:
            raise
    else:
        _complete(stack, "UPDATE_ROLLBACK", gone)


def _complete(stack: Any, what: str, gone: Mapping[str, Any]) -> None:
    enter(stack, f"{what}_COMPLETE_CLEANUP_IN_PROGRESS")
    clean_up(stack, gone)
    enter(stack, f"{what}_COMPLETE")


def _skip(stack: Any, name: str) -> None:
    """Take a resource for one that has been rolled back."""
    template, template_dict, parameters = stack.stable_state
    resource_map = stack.resource_map
    resource_map._resource_json_map[name] = template_dict["Resources"][name]
    record(stack, resource_map._parsed_resources[name], "UPDATE_COMPLETE")
    stack.stable_state = template, template_dict, parameters


def _record(stack: Any, failure: StackFailedError | None) -> None:
    if isinstance(failure, ResourceFailedError):
        record_failure(stack, failure, "UPDATE_FAILED")


def _refuse(message: str) -> None:
    raise ValidationError(message=message)

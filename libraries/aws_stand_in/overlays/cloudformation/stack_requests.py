"""`CreateStack`, `UpdateStack`, `DeleteStack`, and what ends or protects a stack otherwise.

Source: the pages of these operations in the AWS CloudFormation API reference; AWS CloudFormation User Guide, "Protect
CloudFormation stacks from being deleted"; the wording is that of AWS.
"""

import re
from http import HTTPStatus
from typing import Any

from aws_stand_in.aws_request import AwsRequest
from aws_stand_in.aws_response import AwsError
from aws_stand_in.moto_patches import failure_options, stack_operations, stack_policies, stack_updates
from aws_stand_in.overlays.cloudformation import templates
from aws_stand_in.overlays.cloudformation.moto_stacks import (
    IN_BRACKETS,
    active_stack,
    backend_of,
    by_moto,
    find_stack,
    invalid,
)
from aws_stand_in.overlays.cloudformation.submissions import submission_of

_NAME = "[a-zA-Z][-a-zA-Z0-9]*"
_LONGEST_NAME = 128
_NO_UPDATES = "No updates are to be performed."


def require_stack_name(name: str) -> None:
    """Refuse what cannot be the name of a new stack."""
    if not re.fullmatch(_NAME, name):
        constraint = f"Member must satisfy regular expression pattern: {_NAME}"
    elif len(name) > _LONGEST_NAME:
        constraint = f"Member must have length less than or equal to {_LONGEST_NAME}"
    else:
        return
    raise invalid(
        f"1 validation error detected: Value '{name}' at 'stackName' failed to satisfy constraint: {constraint}"
    )


def create_stack(request: AwsRequest) -> dict[str, Any]:
    """Create a stack."""
    given = request.parameters
    name = given["StackName"]
    require_stack_name(name)
    with by_moto(request):
        submission = submission_of(request)
        policy = _policy(request)
    if active_stack(request, name) is not None:
        raise AwsError(
            "AlreadyExistsException", f"Stack [{name}] already exists", status=HTTPStatus.BAD_REQUEST
        )
    with by_moto(request):
        stack = backend_of(request).create_stack(
            name=name,
            template=submission.text,
            parameters=dict(submission.parameters),
            notification_arns=given.get("NotificationARNs", []),
            tags=dict(submission.tags or {}),
            role_arn=given.get("RoleARN"),
            enable_termination_protection=given.get("EnableTerminationProtection"),
            timeout_in_mins=given.get("TimeoutInMinutes"),
            stack_policy_body=policy,
        )
    keep_settings(stack, request)
    return {"StackId": stack.stack_id}


def update_stack(request: AwsRequest) -> dict[str, Any]:
    """Change a stack."""
    given = request.parameters
    stack = active_stack(request, given["StackName"])
    if stack is None:
        raise invalid(IN_BRACKETS.format(given["StackName"]))
    with by_moto(request):
        stack_updates.require_changeable(stack)
        submission = submission_of(request, stack)
        if stack.status != "UPDATE_FAILED" and not submission.changes(stack):
            raise invalid(_NO_UPDATES)
        policy = _policy(request)
        with stack_policies.instead(_policy(request, "StackPolicyDuringUpdate")):
            keep_settings(stack, request)
            stack.update(
                submission.text,
                given.get("RoleARN"),
                parameters=dict(submission.parameters),
                tags=None if submission.tags is None else dict(submission.tags),
            )
    stack.policy = policy or stack.policy
    return {"StackId": stack.stack_id}


def set_stack_policy(request: AwsRequest) -> dict[str, Any]:
    """Say which resources of a stack updates may change."""
    stack = find_stack(request, request.parameters["StackName"], IN_BRACKETS)
    with by_moto(request):
        stack.policy = _policy(request) or ""
    return {}


def get_stack_policy(request: AwsRequest) -> dict[str, Any]:
    """Return the policy of a stack, if it has one."""
    stack = find_stack(request, request.parameters["StackName"], IN_BRACKETS)
    return {"StackPolicyBody": stack.policy} if stack.policy else {}


def _policy(request: AwsRequest, member: str = "StackPolicy") -> str | None:
    """Return the stack policy that a request has or points to; None if it has none."""
    given = request.parameters
    body, url = given.get(f"{member}Body"), given.get(f"{member}URL")
    if body and url:
        raise invalid(f"You cannot specify both {member}URL and {member}Body")
    text: str | None = templates.stored(request, url) if url else body
    if text is not None:
        stack_policies.require_policy(text)
    return text


def keep_settings(stack: Any, request: AwsRequest) -> None:
    """Keep what a request says of a stack, and what moto does not keep."""
    given = request.parameters
    stack.capabilities = list(given.get("Capabilities", ()))
    stack.disable_rollback = failure_options.said_by(given) == failure_options.DO_NOTHING
    if "NotificationARNs" in given:
        stack.notification_arns = given["NotificationARNs"]


def delete_stack(request: AwsRequest) -> dict[str, Any]:
    """Delete a stack; one that is not there is deleted."""
    given = request.parameters
    name, retained = given["StackName"], given.get("RetainResources", ())
    stack = active_stack(request, name)
    if stack is None:
        return {}
    if stack.enable_termination_protection:
        raise invalid(f"Stack [{stack.name}] cannot be deleted while TerminationProtection is enabled")
    if retained and stack.status != "DELETE_FAILED":
        raise invalid(
            f"Invalid operation on stack [{stack.stack_id}]. "
            "RetainResources can be specified only for stacks in DELETE_FAILED state."
        )
    known = set(stack.resource_map.resources)
    if unknown := sorted(set(retained) - known):
        raise invalid(f"The following resources to retain [{', '.join(unknown)}] are not in the stack.")
    with by_moto(request):
        stack_operations.delete(stack, retained)
    return {}


def update_termination_protection(request: AwsRequest) -> dict[str, Any]:
    """Protect a stack from being deleted, or no longer."""
    given = request.parameters
    stack = active_stack(request, given["StackName"])
    if stack is None:
        raise invalid(IN_BRACKETS.format(given["StackName"]))
    stack.enable_termination_protection = given["EnableTerminationProtection"]
    return {"StackId": stack.stack_id}


def continue_update_rollback(request: AwsRequest) -> dict[str, Any]:
    """Roll an update back whose rollback has failed."""
    stack = find_stack(request, request.parameters["StackName"], IN_BRACKETS)
    with by_moto(request):
        stack_updates.continue_rollback(stack, request.parameters.get("ResourcesToSkip", ()))
    return {}


def rollback_stack(request: AwsRequest) -> dict[str, Any]:
    """Roll back a creation or an update that was left as it failed."""
    stack = find_stack(request, request.parameters["StackName"], IN_BRACKETS)
    with by_moto(request):
        stack_updates.roll_back_on_request(stack, stack_operations.roll_back)
    return {"StackId": stack.stack_id}


def cancel_update_stack(request: AwsRequest) -> dict[str, Any]:
    """Refuse to cancel an update: it is complete before the stack can be asked to."""
    stack = find_stack(request, request.parameters["StackName"], IN_BRACKETS)
    raise invalid(f"CancelUpdateStack cannot be called from current stack status: {stack.status}")

"""Change sets: created, described, executed and deleted.

Source: AWS CloudFormation API reference, "CreateChangeSet", "DescribeChangeSet", "ExecuteChangeSet", "DeleteChangeSet",
"ListChangeSets" and "ResourceChange"; the wording is that of AWS.
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from moto.cloudformation import models, parsing
from moto.cloudformation.utils import generate_changeset_id, generate_stack_id

from aws_stand_in.aws_request import AwsRequest
from aws_stand_in.aws_response import AwsError, NotImitatedError
from aws_stand_in.moto_patches import failure_options, stack_updates
from aws_stand_in.moto_patches.template_parts import names_used
from aws_stand_in.overlays.cloudformation import stack_parameters
from aws_stand_in.overlays.cloudformation.moto_stacks import (
    IN_BRACKETS,
    IN_REVIEW,
    active_stack,
    backend_of,
    by_moto,
    change_sets_of,
    find_change_set,
    find_stack,
    invalid,
)
from aws_stand_in.overlays.cloudformation.pages import paged
from aws_stand_in.overlays.cloudformation.stack_requests import require_stack_name
from aws_stand_in.overlays.cloudformation.submissions import Submission, submission_of

_NO_CHANGES = (
    "The submitted information didn't contain changes. Submit different information to create a change set."
)
_ATTRIBUTES = ("Metadata", "CreationPolicy", "UpdatePolicy", "DeletionPolicy", "UpdateReplacePolicy")
_RECREATION: Mapping[str, str] = {"Never": "False", "Conditionally": "Conditional", "Always": "True"}
"""What the recreations that changes require make of `Replacement`, the least first."""


def create_change_set(request: AwsRequest) -> dict[str, Any]:
    """Compare a template with a stack, and keep it until it is executed."""
    given = request.parameters
    kind = given.get("ChangeSetType", "UPDATE")
    stack = active_stack(request, given["StackName"])
    _require_fitting(kind, given["StackName"], given["ChangeSetName"], stack)
    with by_moto(request):
        if kind == "UPDATE":
            stack_updates.require_changeable(stack)
        if stack is not None and any(
            one.change_set_name == given["ChangeSetName"] for one in change_sets_of(request, stack)
        ):
            message = f"ChangeSet {given['ChangeSetName']} already exists"
            raise AwsError("AlreadyExistsException", message, status=HTTPStatus.BAD_REQUEST)
        submission = submission_of(request, stack, expanded=True)
        reviewed = stack if stack is not None else _new_stack(request)
        change_set = _change_set(request, kind, reviewed, submission)
    if stack is None:
        _keep_for_review(request, reviewed)
    backend_of(request).change_sets[change_set.change_set_id] = change_set
    return {"Id": change_set.change_set_id, "StackId": change_set.stack_id}


def _require_fitting(kind: str, name: str, change_set_name: str, stack: Any) -> None:
    if kind == "IMPORT":
        raise NotImitatedError("a change set that imports resources")
    if kind == "CREATE" and stack is not None and stack.status != IN_REVIEW:
        raise invalid(
            f"Stack [{stack.name}] already exists and cannot be created again with the changeSet [{change_set_name}]."
        )
    if kind == "UPDATE" and stack is None:
        raise invalid(IN_BRACKETS.format(name))
    if stack is None:
        require_stack_name(name)


def _new_stack(request: AwsRequest) -> Any:
    """Return a stack without anything, as a change set creates it."""
    kind: Any = models.Stack
    name = request.parameters["StackName"]
    identity = generate_stack_id(name, request.region, request.account_id)
    return kind(identity, name, {}, {}, request.account_id, request.region)


def _keep_for_review(request: AwsRequest, stack: Any) -> None:
    backend_of(request).stacks[stack.stack_id] = stack
    stack.status = IN_REVIEW
    stack._add_stack_event(IN_REVIEW, resource_status_reason="User Initiated")


def _change_set(request: AwsRequest, kind: str, stack: Any, submission: Submission) -> Any:
    given = request.parameters
    make: Any = models.ChangeSet
    change_set = make(
        change_set_type=kind,
        change_set_id=generate_changeset_id(given["ChangeSetName"], request.region, request.account_id),
        change_set_name=given["ChangeSetName"],
        stack=stack,
        template=submission.text,
        parameters=dict(submission.parameters),
        description=given.get("Description"),
        notification_arns=given.get("NotificationARNs"),
        tags=submission.tags,
        role_arn=given.get("RoleARN"),
    )
    change_set.capabilities = list(given.get("Capabilities", ()))
    change_set.on_failure = given.get("OnStackFailure")
    change_set.described_changes = _changes(stack, change_set)
    change_set.status, change_set.execution_status = "CREATE_COMPLETE", "AVAILABLE"
    if kind == "UPDATE" and stack.status != "UPDATE_FAILED" and not submission.changes(stack):
        change_set.status, change_set.execution_status = "FAILED", "UNAVAILABLE"
        change_set.status_reason = _NO_CHANGES
    return change_set


def describe_change_set(request: AwsRequest) -> dict[str, Any]:
    """Describe a change set, with what it would change."""
    one = find_change_set(request)
    declared = one.template_dict.get("Parameters") or {}
    described = {
        **_summary(one),
        "Parameters": stack_parameters.described(declared, one.parameters, {}),
        "NotificationARNs": one.notification_arns or [],
        "RollbackConfiguration": {},
        "Capabilities": one.capabilities,
        "Tags": [{"Key": key, "Value": value} for key, value in (one.tags or {}).items()],
    }
    if one.on_failure:
        described["OnStackFailure"] = one.on_failure
    return {**described, **paged(one.described_changes, request, "Changes")}


def list_change_sets(request: AwsRequest) -> dict[str, Any]:
    """List the change sets of a stack."""
    stack = find_stack(request, request.parameters["StackName"], IN_BRACKETS)
    return paged([_summary(one) for one in change_sets_of(request, stack)], request, "Summaries")


def delete_change_set(request: AwsRequest) -> dict[str, Any]:
    """Delete a change set; one that is not there is deleted, but its stack has to be."""
    try:
        one = find_change_set(request)
    except AwsError as error:
        if error.code != "ChangeSetNotFound":
            raise
        return {}
    del backend_of(request).change_sets[one.change_set_id]
    return {}


def execute_change_set(request: AwsRequest) -> dict[str, Any]:
    """Make the changes of a change set, after which the others of its stack are no longer valid."""
    one = find_change_set(request)
    if one.execution_status != "AVAILABLE":
        raise AwsError(
            "InvalidChangeSetStatus",
            f"ChangeSet [{one.change_set_id}] cannot be executed in its current status of [{one.status}]",
            status=HTTPStatus.BAD_REQUEST,
        )
    stack, given = one.stack, request.parameters
    options = {"OnStackFailure": one.on_failure, **given}
    with by_moto(request), failure_options.choosing(failure_options.said_by(options)):
        if one.change_set_type == "UPDATE":
            stack_updates.require_changeable(stack)
        stack.capabilities = one.capabilities
        stack.disable_rollback = failure_options.chosen() == failure_options.DO_NOTHING
        stack.notification_arns = one.notification_arns or stack.notification_arns
        stack.role_arn = one.role_arn or stack.role_arn
        _give_tags(one, stack)
        one.apply()
    succeeded = stack.status == f"{one.change_set_type}_COMPLETE"
    one.execution_status = "EXECUTE_COMPLETE" if succeeded else "EXECUTE_FAILED"
    for other in change_sets_of(request, stack):
        if other is not one and succeeded:
            del backend_of(request).change_sets[other.change_set_id]
    return {}


def _give_tags(change_set: Any, stack: Any) -> None:
    if change_set.tags is not None:
        stack.tags = dict(change_set.tags)


def _summary(one: Any) -> dict[str, Any]:
    summary = {
        "ChangeSetName": one.change_set_name,
        "ChangeSetId": one.change_set_id,
        "StackId": one.stack_id,
        "StackName": one.stack_name,
        "Description": one.description,
        "CreationTime": one.creation_time,
        "ExecutionStatus": one.execution_status,
        "Status": one.status,
        "StatusReason": one.status_reason,
        "IncludeNestedStacks": False,
    }
    return {name: value for name, value in summary.items() if value is not None}


# ------------------------------------------------------------------------------------------------- changes


def _changes(stack: Any, change_set: Any) -> list[dict[str, Any]]:
    """Return what a change set would do, resource by resource."""
    template, parameters = change_set.template_dict, change_set.parameters
    former = stack.resource_map._resource_json_map
    by_action = stack.resource_map.build_resource_diff(template, parameters)
    found = []
    for action, names in by_action.items():
        for name in names:
            resource = former[name] if action == "Remove" else template["Resources"][name]
            change = {"Action": action, "LogicalResourceId": name, "ResourceType": resource["Type"]}
            if held := stack.resource_map._parsed_resources.get(name):
                change["PhysicalResourceId"] = str(getattr(held, "physical_resource_id", ""))
            if action == "Modify":
                change |= _modification(former[name], resource, template, stack, parameters)
            found.append({"Type": "Resource", "ResourceChange": {"Scope": [], "Details": [], **change}})
    return found


def _modification(
    former: Mapping[str, Any],
    wanted: Mapping[str, Any],
    template: Mapping[str, Any],
    stack: Any,
    parameters: Mapping[str, str],
) -> dict[str, Any]:
    changed_values = {name for name in parameters if stack.parameters.get(name) != parameters[name]}
    conditions = template.get("Conditions") or {}
    was, will = former.get("Properties") or {}, wanted.get("Properties") or {}
    details = []
    for name in sorted(was.keys() | will.keys()):
        used = sorted(changed_values & names_used(will.get(name), conditions))
        if was.get(name) != will.get(name):
            details.append(_detail(wanted["Type"], name, "DirectModification"))
        details += [_detail(wanted["Type"], name, "ParameterReference", one) for one in used]
    others = [name for name in _ATTRIBUTES if former.get(name) != wanted.get(name)]
    details += [
        {
            "Target": {"Attribute": name, "RequiresRecreation": "Never"},
            "Evaluation": "Static",
            "ChangeSource": "DirectModification",
        }
        for name in others
    ]
    required = [one["Target"]["RequiresRecreation"] for one in details] or ["Never"]
    worst = max(required, key=list(_RECREATION).index)
    scope = list(dict.fromkeys(one["Target"]["Attribute"] for one in details))
    return {"Replacement": _RECREATION[worst], "Scope": scope, "Details": details}


def _detail(kind: str, name: str, source: str, cause: str | None = None) -> dict[str, Any]:
    attribute = "Tags" if name == "Tags" else "Properties"
    target = {"Attribute": attribute, "RequiresRecreation": _recreation(kind, name)}
    if attribute == "Properties":
        target["Name"] = name
    detail = {"Target": target, "Evaluation": "Static", "ChangeSource": source}
    return {**detail, "CausingEntity": cause} if cause else detail


def _recreation(kind: str, name: str) -> str:
    """Return whether a change of a property makes another resource of it; what moto does is not known."""
    resource: Any = parsing.get_model_map().get(kind)
    if name == "Tags":
        return "Never"
    updatable = getattr(resource, "UPDATABLE", None)
    if updatable is None:
        return "Conditionally"
    return "Never" if name in updatable else "Always"

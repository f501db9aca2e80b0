"""Stacks, their events, resources, exports' imports and templates, as they are described.

Source: the pages of these operations in the AWS CloudFormation API reference; the wording is that of AWS.
"""

import json
from collections.abc import Iterable
from typing import Any

from moto.cloudformation import models, parsing

from aws_stand_in.aws_request import AwsRequest
from aws_stand_in.moto_patches import stack_events, stack_exports
from aws_stand_in.overlays.cloudformation import stack_parameters, templates
from aws_stand_in.overlays.cloudformation.moto_stacks import (
    IN_BRACKETS,
    IN_QUOTES,
    IN_REVIEW,
    backend_of,
    by_moto,
    find_change_set,
    find_stack,
    invalid,
)
from aws_stand_in.overlays.cloudformation.pages import paged

_NOT_CHECKED = {"StackDriftStatus": "NOT_CHECKED"}
_RESOURCE_NOT_CHECKED = {"StackResourceDriftStatus": "NOT_CHECKED"}


# ------------------------------------------------------------------------------------------------- stacks


def describe_stacks(request: AwsRequest) -> dict[str, Any]:
    """Describe one stack, or all that have not been deleted, the newest first."""
    name = request.parameters.get("StackName")
    stacks = [find_stack(request, name)] if name else _newest_first(backend_of(request).stacks.values())
    with by_moto(request):
        return paged([_stack(one) for one in stacks], request, "Stacks")


def list_stacks(request: AwsRequest) -> dict[str, Any]:
    """List all stacks, also deleted ones, the newest first."""
    wanted = request.parameters.get("StackStatusFilter") or ()
    backend = backend_of(request)
    stacks = _newest_first([*backend.deleted_stacks.values(), *backend.stacks.values()])
    summaries = [_summary(one) for one in stacks if not wanted or one.status in wanted]
    return paged(summaries, request, "StackSummaries")


def _newest_first(stacks: Iterable[Any]) -> list[Any]:
    return sorted(stacks, key=lambda one: one.creation_time, reverse=True)


def _summary(stack: Any) -> dict[str, Any]:
    return _present(
        {
            "StackId": stack.stack_id,
            "StackName": stack.name,
            "TemplateDescription": stack.description,
            "CreationTime": stack.creation_time,
            "LastUpdatedTime": getattr(stack, "last_updated_time", None),
            "DeletionTime": getattr(stack, "deletion_time", None),
            "StackStatus": stack.status,
            "StackStatusReason": getattr(stack, "status_reason", None),
            "DriftInformation": _NOT_CHECKED,
        }
    )


def _stack(stack: Any) -> dict[str, Any]:
    summary = _summary(stack)
    description = summary.pop("TemplateDescription", None)
    return _present(
        {
            **summary,
            "ChangeSetId": getattr(stack, "change_set_id", None),
            "Description": description,
            "Parameters": stack_parameters.described(
                _declared(stack), stack.parameters, stack.resource_map.resolved_parameters
            ),
            "RollbackConfiguration": {},
            "DisableRollback": stack.disable_rollback,
            "NotificationARNs": stack.notification_arns,
            "TimeoutInMinutes": stack.timeout_in_minutes,
            "Capabilities": getattr(stack, "capabilities", []),
            "Outputs": _outputs(stack),
            "RoleARN": stack.role_arn,
            "Tags": [{"Key": key, "Value": value} for key, value in (stack.tags or {}).items()],
            "EnableTerminationProtection": stack.enable_termination_protection,
        }
    )


def _declared(stack: Any) -> Any:
    """Return the section `Parameters`, also of a stack whose resources have been deleted."""
    return models.Stack.parse_template(stack.template).get("Parameters") or {} if stack.template else {}


def _outputs(stack: Any) -> list[dict[str, Any]] | None:
    described = stack.template_dict.get("Outputs") or {}
    outputs = [
        _present(
            {
                "OutputKey": one.key,
                "OutputValue": one.value,
                "Description": one.description,
                "ExportName": _export_name(stack, described[one.key]),
            }
        )
        for one in stack.output_map.values()
        if one
    ]
    return outputs or None


def _export_name(stack: Any, output: dict[str, Any]) -> str | None:
    name = (output.get("Export") or {}).get("Name")
    return None if name is None else str(parsing.clean_json(name, stack.resource_map))


def list_imports(request: AwsRequest) -> dict[str, Any]:
    """List the stacks that import what is exported by a name."""
    name = request.parameters["ExportName"]
    found = stack_exports.importers(backend_of(request), name)
    if not found:
        raise invalid(f"Export '{name}' is not imported by any stack.")
    return paged(found, request, "Imports")


def describe_account_limits(request: AwsRequest) -> dict[str, Any]:
    """Return the limits of an account. Source: User Guide, "Understand CloudFormation quotas"."""
    limits = [{"Name": "StackLimit", "Value": 2000}, {"Name": "StackOutputsLimit", "Value": 200}]
    return paged(limits, request, "AccountLimits")


# ------------------------------------------------------------------------------------ events and resources


def describe_stack_events(request: AwsRequest) -> dict[str, Any]:
    """List the events of a stack, the newest first."""
    name = request.parameters.get("StackName")
    if not name:
        raise invalid(
            "1 validation error detected: Value null at 'stackName' failed to satisfy constraint: Member must not be null"
        )
    stack = find_stack(request, name, IN_BRACKETS)
    return paged([_event(one) for one in reversed(stack.events)], request, "StackEvents")


def _event(event: Any) -> dict[str, Any]:
    return _present(
        {
            "StackId": event.stack_id,
            "EventId": str(event.event_id),
            "StackName": event.stack_name,
            "LogicalResourceId": event.logical_resource_id,
            "PhysicalResourceId": event.physical_resource_id,
            "ResourceType": event.resource_type,
            "Timestamp": event.timestamp,
            "ResourceStatus": event.resource_status,
            "ResourceStatusReason": event.resource_status_reason,
            "ClientRequestToken": event.client_request_token,
        }
    )


def describe_stack_resource(request: AwsRequest) -> dict[str, Any]:
    """Describe a resource of a stack."""
    given = request.parameters
    stack = find_stack(request, given["StackName"], IN_QUOTES)
    for one in _resources(stack):
        if one["LogicalResourceId"] == given["LogicalResourceId"]:
            detail = {**_of_stack(stack), **one}
            detail["LastUpdatedTimestamp"] = detail.pop("Timestamp")
            metadata = stack.template_dict["Resources"][one["LogicalResourceId"]].get("Metadata")
            detail["Metadata"] = None if metadata is None else json.dumps(metadata)
            return {"StackResourceDetail": _present(detail)}
    raise invalid(f"Resource {given['LogicalResourceId']} does not exist for stack {stack.name}")


def describe_stack_resources(request: AwsRequest) -> dict[str, Any]:
    """Describe the resources of a stack, which may be named by one of them."""
    given = request.parameters
    physical = given.get("PhysicalResourceId")
    if physical and given.get("StackName"):
        raise invalid("Only one of StackName or PhysicalResourceId can be specified")
    if not physical and not given.get("StackName"):
        raise invalid("Either StackName or PhysicalResourceId must be specified")
    stack = _stack_with(request, physical) if physical else find_stack(request, given["StackName"])
    logical = given.get("LogicalResourceId")
    return {
        "StackResources": [
            {**_of_stack(stack), **one}
            for one in _resources(stack)
            if logical in {None, one["LogicalResourceId"]}
        ]
    }


def _stack_with(request: AwsRequest, physical_id: str) -> Any:
    for stack in backend_of(request).stacks.values():
        if any(one["PhysicalResourceId"] == physical_id for one in _resources(stack)):
            return stack
    raise invalid(f"Stack for {physical_id} does not exist")


def list_stack_resources(request: AwsRequest) -> dict[str, Any]:
    """List the resources of a stack."""
    stack = find_stack(request, request.parameters["StackName"])
    summaries = []
    for one in _resources(stack):
        updated = one.pop("Timestamp")
        summaries.append({**one, "LastUpdatedTimestamp": updated})
    return paged(summaries, request, "StackResourceSummaries")


def _of_stack(stack: Any) -> dict[str, str]:
    return {"StackId": stack.stack_id, "StackName": stack.name}


def _resources(stack: Any) -> list[dict[str, Any]]:
    """Return the resources that a stack has; moto creates what it lacks when it is asked."""
    held = stack.resource_map._parsed_resources
    return [_resource(stack, held[name]) for name in stack.resource_map.resources if name in held]


def _resource(stack: Any, resource: Any) -> dict[str, Any]:
    event = stack_events.latest(stack, resource.logical_resource_id)
    return _present(
        {
            "LogicalResourceId": resource.logical_resource_id,
            "PhysicalResourceId": str(getattr(resource, "physical_resource_id", "")),
            "ResourceType": resource.cf_resource_type,
            "Timestamp": event.timestamp,
            "ResourceStatus": event.resource_status,
            "ResourceStatusReason": event.resource_status_reason,
            "DriftInformation": _RESOURCE_NOT_CHECKED,
        }
    )


# ----------------------------------------------------------------------------------------------- templates


def get_template(request: AwsRequest) -> dict[str, Any]:
    """Return the template of a stack or of a change set."""
    given = request.parameters
    if "ChangeSetName" in given:
        text = find_change_set(request).template
    elif "StackName" in given:
        text = find_stack(request, given["StackName"]).template
    else:
        raise invalid("Either StackName or ChangeSetName must be specified.")
    return {"TemplateBody": text or "", "StagesAvailable": ["Original", "Processed"]}


def get_template_summary(request: AwsRequest) -> dict[str, Any]:
    """Say what a template has, whether it is given or that of a stack."""
    with by_moto(request):
        template = templates.read(_summarised(request))
    metadata = template.get("Metadata")
    return _present(
        {
            "Parameters": [_declaration(*one) for one in _parameters_of(template)],
            "Description": template.get("Description"),
            **templates.described_capabilities(template),
            "ResourceTypes": templates.types_of(template),
            "Version": _as_text(template.get("AWSTemplateFormatVersion")),
            "Metadata": None if metadata is None else json.dumps(metadata),
            "DeclaredTransforms": templates.transforms_of(template),
        }
    )


def _summarised(request: AwsRequest) -> str:
    name = request.parameters.get("StackName")
    if not name:
        return templates.text_of(request)
    stack = find_stack(request, name)
    if stack.status == IN_REVIEW:
        raise invalid("GetTemplateSummary cannot be called on REVIEW_IN_PROGRESS stacks.")
    return str(stack.template)


def validate_template(request: AwsRequest) -> dict[str, Any]:
    """Say what a template has, if it is one."""
    with by_moto(request):
        template = templates.read(templates.text_of(request))
    return _present(
        {
            "Parameters": [_parameter(*one) for one in _parameters_of(template)],
            "Description": template.get("Description"),
            **templates.described_capabilities(template),
            "DeclaredTransforms": templates.transforms_of(template),
        }
    )


def _parameters_of(template: templates.Template) -> list[tuple[str, Any]]:
    return list((template.get("Parameters") or {}).items())


def _parameter(name: str, declaration: Any) -> dict[str, Any]:
    return _present(
        {
            "ParameterKey": name,
            "DefaultValue": _as_text(declaration.get("Default")),
            "NoEcho": stack_parameters.is_secret(declaration),
            "Description": declaration.get("Description"),
        }
    )


def _declaration(name: str, declaration: Any) -> dict[str, Any]:
    allowed = declaration.get("AllowedValues")
    constraints = {"AllowedValues": [_as_text(one) for one in allowed]} if allowed else {}
    return {
        **_parameter(name, declaration),
        "ParameterType": declaration.get("Type", "String"),
        "ParameterConstraints": constraints,
    }


def _as_text(value: Any) -> str | None:
    return None if value is None else stack_parameters.as_text(value)


def _present(members: dict[str, Any]) -> dict[str, Any]:
    """Return the members that have a value."""
    return {name: value for name, value in members.items() if value is not None}

"""Why a stack or a resource of it fails, in AWS's words, and the events that tell it."""

import functools
from collections.abc import Callable, Mapping
from typing import Any

from moto.cloudformation import models, parsing
from moto.cloudformation.exceptions import ExportNotFound
from moto.core.exceptions import ServiceException
from werkzeug.exceptions import HTTPException

from aws_stand_in.aws_response import AwsError, NotImitatedError
from aws_stand_in.moto_patches import stack_events

_REFUSALS = (AwsError, ServiceException, HTTPException)
"""What services raise, ours and moto's, in AWS's words."""


class StackFailedError(Exception):
    """A stack cannot be as its template says; the message is AWS's reason."""


class ResourceFailedError(StackFailedError):
    """A resource of a stack cannot be as the template says.

    Args:
        logical_id: The resource.
        kind: Its type.
        reason: AWS's reason.
    """

    def __init__(self, logical_id: str, kind: str, reason: str) -> None:
        super().__init__(reason)
        self.logical_id = logical_id
        self.kind = kind
        self.reason = reason


def failure_of(error: Exception) -> StackFailedError | None:
    """Return the failure of a stack that an exception means; None if it means a failure of the stand-in or of moto."""
    if isinstance(error, StackFailedError):
        return error
    if isinstance(error, _REFUSALS) and not isinstance(error, NotImitatedError):
        return StackFailedError(message_of(error))
    return None


def stack_reason(failure: StackFailedError, verb: str) -> str:
    """Return why a stack has failed to `create` or `update`."""
    if isinstance(failure, ResourceFailedError):
        return f"The following resource(s) failed to {verb}: [{failure.logical_id}]."
    return str(failure)


def record_failure(stack: Any, failure: ResourceFailedError, status: str) -> None:
    """Add the reason why a resource has failed to the events of its stack."""
    stack_events.add(stack, failure.logical_id, "", failure.kind, status, failure.reason)


def report_resource_outcomes() -> None:
    """Report how resources end, by errors in AWS's words and by events: moto has only the events of stacks."""
    module: Any = parsing
    module.parse_and_create_resource = _wrap_and_report(module.parse_and_create_resource, "CREATE")
    module.parse_and_update_resource = _wrap_and_report(module.parse_and_update_resource, "UPDATE")


def _wrap_and_report(work: Callable[..., Any], verb: str) -> Callable[..., Any]:
    @functools.wraps(work)
    def with_events(
        logical_id: str, resource_json: dict[str, Any], resources_map: Any, account_id: str, region_name: str
    ) -> Any:
        try:
            resource = work(logical_id, resource_json, resources_map, account_id, region_name)
        except Exception as error:
            reason = _reason(logical_id, resource_json.get("Properties") or {}, error)
            if reason is None:
                raise
            raise ResourceFailedError(logical_id, resource_json["Type"], reason) from error
        _require_embedded(logical_id, resource)
        stack = models.cloudformation_backends[account_id][region_name].stacks.get(resources_map.stack_id)
        if resource is not None and stack is not None:
            stack_events.record(stack, resource, f"{verb}_COMPLETE")
            resources_map.finished = {*getattr(resources_map, "finished", ()), logical_id}
        return resource

    return with_events


def _require_embedded(logical_id: str, resource: Any) -> None:
    if isinstance(resource, models.Stack) and resource.status != "CREATE_COMPLETE":
        reason = f"Embedded stack {resource.stack_id} was not successfully created."
        raise ResourceFailedError(logical_id, "AWS::CloudFormation::Stack", reason)


def _reason(logical_id: str, properties: Mapping[str, Any], error: Exception) -> str | None:
    """Return why a resource has failed; None if the stand-in has, or the stack."""
    if isinstance(error, KeyError) and _is_property(error.args[0]) and error.args[0] not in properties:
        failed = f"Properties validation failed for resource {logical_id} with message:"
        return f"{failed}\n#: required key [{error.args[0]}] not found"
    if isinstance(error, _REFUSALS) and not isinstance(error, NotImitatedError | ExportNotFound):
        return f'Resource handler returned message: "{message_of(error)}"'
    return None


def _is_property(name: object) -> bool:
    return isinstance(name, str) and name[:1].isupper() and name.isalnum()


def message_of(error: Exception) -> str:
    """Return what a service says, ours or moto's."""
    return str(getattr(error, "message", None) or error)

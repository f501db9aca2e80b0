"""Stacks that are created, changed and deleted: what fails is rolled back, and events tell why.

Source: AWS CloudFormation User Guide, "Understand stack creation events", "Choose how to handle failures when provisioning
resources" and "View stack events by operation".
"""

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from moto.cloudformation import models, responses
from moto.cloudformation.exceptions import ValidationError

from aws_stand_in.moto_patches import stack_exports
from aws_stand_in.moto_patches.stack_failures import (
    ResourceFailedError,
    StackFailedError,
    failure_of,
    record,
    record_failure,
)

_DO_NOTHING, _ROLLBACK, _DELETE = "DO_NOTHING", "ROLLBACK", "DELETE"
_on_failure: ContextVar[str] = ContextVar("on_failure", default=_ROLLBACK)
_UNFINISHED = ("CREATE_FAILED", "DELETE_FAILED", "ROLLBACK_COMPLETE", "ROLLBACK_FAILED")
"""The states of stacks that can only be deleted."""


@contextmanager
def on_failure_as(parameters: Mapping[str, Any]) -> Iterator[None]:
    """Let a request say what becomes of a stack whose creation fails; moto does not look."""
    keeps = str(parameters.get("DisableRollback")).lower() == "true"
    chosen = parameters.get("OnFailure") or parameters.get("OnStackFailure") or _ROLLBACK
    token = _on_failure.set(_DO_NOTHING if keeps else chosen)
    try:
        yield
    finally:
        _on_failure.reset(token)


# ------------------------------------------------------------------------------------------------ creation


def _create(stack: Any, make: Callable[[], object]) -> None:
    """Create the resources of a stack, or roll it back."""
    stack.status = "CREATE_IN_PROGRESS"
    try:
        make()
    except Exception as error:
        failure = failure_of(error)
        if failure is None:
            del _backend_of(stack).stacks[stack.stack_id]
            stack.resource_map.delete()
            raise
        _end_creation(stack, failure)
    else:
        stack.mark_creation_complete()


def _end_creation(stack: Any, failure: StackFailedError) -> None:
    _record_failure(stack, failure, "CREATE_FAILED")
    on_failure, reason = _on_failure.get(), _stack_reason(failure, "create")
    if on_failure == _DO_NOTHING:
        _enter(stack, "CREATE_FAILED", reason)
        return
    ended = _DELETE if on_failure == _DELETE else _ROLLBACK
    _empty(stack, ended, f"{reason} {ended.capitalize()} requested by user.")


def _empty(stack: Any, ended: str, reason: str) -> None:
    """Delete the resources of a stack, and the stack itself unless it is rolled back."""
    _enter(stack, f"{ended}_IN_PROGRESS", reason)
    try:
        stack_exports.require_deletable(stack)
        _delete_resources(stack)
    except Exception as error:
        _enter(stack, f"{ended}_FAILED", str(failure_of(error) or error))
        if failure_of(error) is None:
            raise
        return
    stack_exports.withdraw(stack)
    _enter(stack, f"{ended}_COMPLETE")
    if ended == _DELETE:
        backend = _backend_of(stack)
        backend.deleted_stacks[stack.stack_id] = backend.stacks.pop(stack.stack_id)


def _delete_resources(stack: Any) -> None:
    """Delete the resources of a stack, and leave it empty: moto would create them again if it is described."""
    resource_map = stack.resource_map
    held = [one for one in map(resource_map._parsed_resources.get, resource_map.resources) if one]
    described = resource_map._resource_json_map
    resource_map.delete()
    for one in reversed(held):
        is_kept = _is_retained(described[one.logical_resource_id])
        record(stack, one, "DELETE_SKIPPED" if is_kept else "DELETE_COMPLETE")
    stack.template_dict = {}
    stack.resource_map = stack._create_resource_map()
    stack.output_map = stack._create_output_map()


def _is_retained(resource: Mapping[str, Any]) -> bool:
    return resource.get("DeletionPolicy") == "Retain"


def _create_by_template(self: Any) -> None:
    def make() -> None:
        self.resource_map.create(self.template_dict)
        stack_exports.publish(self)

    _create(self, make)


# ------------------------------------------------------------------------------------------------- changes


def _change(stack: Any, template: Any, template_dict: dict[str, Any], parameters: Any) -> None:
    """Change a stack, or roll the change back."""
    former = stack.template, stack.template_dict, stack.parameters
    _enter(stack, "UPDATE_IN_PROGRESS", "User Initiated")
    try:
        _become(stack, template, template_dict, parameters or stack.parameters)
    except Exception as error:
        failure = failure_of(error)
        _record_failure(stack, failure, "UPDATE_FAILED")
        reason = str(error) if failure is None else _stack_reason(failure, "update")
        _enter(stack, "UPDATE_ROLLBACK_IN_PROGRESS", reason)
        _become(stack, *former)
        _enter(stack, "UPDATE_ROLLBACK_COMPLETE")
        if failure is None:
            raise
    else:
        _enter(stack, "UPDATE_COMPLETE")


def _become(stack: Any, template: Any, template_dict: dict[str, Any], parameters: Any) -> None:
    stack.resource_map.cross_stack_resources = _backend_of(stack).exports
    stack.template, stack.template_dict, stack.parameters = template, template_dict, parameters
    stack.description = template_dict.get("Description")
    with _keeping_what_goes(stack.resource_map, template_dict) as gone:
        stack.resource_map.update(template_dict, parameters)
        stack.output_map = stack._create_output_map()
        stack_exports.publish(stack)
    _release_retained(stack.resource_map, gone)
    stack.resource_map.update(template_dict, parameters)
    for name in gone:
        del stack.resource_map._parsed_resources[name]


def _release_retained(resource_map: Any, names: Iterable[str]) -> None:
    """Leave resources to themselves that their stack gives up but must not delete; moto deletes them."""
    described = resource_map._resource_json_map
    for name in [name for name in names if _is_retained(described[name])]:
        del described[name]


@contextmanager
def _keeping_what_goes(resource_map: Any, template_dict: dict[str, Any]) -> Iterator[Iterable[str]]:
    """Keep the resources that a template no longer has; moto deletes them before it knows whether the change succeeds.

    Yields:
        Their names.
    """
    former, parsed = resource_map._resource_json_map, resource_map._parsed_resources
    stays = template_dict["Resources"].keys()
    held = {name: parsed.pop(name) for name in former if name not in stays and name in parsed}
    resource_map._resource_json_map = {name: former[name] for name in former if name in stays}
    try:
        yield held
    finally:
        parsed.update(held)
        gone = {name: former[name] for name in held}
        resource_map._resource_json_map = {**resource_map._resource_json_map, **gone}


def _update(
    self: Any, template: Any, role_arn: str | None = None, parameters: Any = None, tags: Any = None
) -> None:
    """Change a stack by a template, which is read as that of a new stack first, so that what is wrong with it changes nothing."""
    _require_changeable(self)
    kind: Any = models.Stack
    parsed = kind(
        self.stack_id, self.name, template, parameters or self.parameters, self.account_id, self.region_name,
        cross_stack_resources=_backend_of(self).exports,
    )  # fmt: skip
    _change(self, template, parsed.template_dict, parameters)
    self.role_arn = role_arn
    self.tags = self.tags if tags is None else tags


def _require_changeable(stack: Any) -> None:
    if stack.status in _UNFINISHED:
        raise ValidationError(
            message=f"Stack:{stack.stack_id} is in {stack.status} state and can not be updated."
        )


# --------------------------------------------------------------------------------------------- change sets


def _apply(self: Any) -> None:
    """Make the changes of a set; moto gives a stack that is made by it neither outputs nor exports nor imports."""
    stack = self.stack
    if self.change_set_type == "CREATE":
        stack._add_stack_event("CREATE_IN_PROGRESS", resource_status_reason="User Initiated")
        _create(stack, lambda: _become(stack, self.template, self.template_dict, self.parameters))
    else:
        _change(stack, self.template, self.template_dict, self.parameters)


def _with_default_type(create: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Let a change set update a stack unless it says otherwise; moto creates a second stack of that name."""

    @functools.wraps(create)
    def create_change_set(self: Any) -> Any:
        self.params = {"ChangeSetType": "UPDATE", **self.params}
        return create(self)

    return create_change_set


def _execute_change_set(self: Any, change_set_name: str, stack_name: str | None = None) -> None:
    change_set = _change_set(self, change_set_name, stack_name)
    if change_set.change_set_type == "UPDATE":
        _require_changeable(change_set.stack)
    change_set.apply()
    succeeded = change_set.stack.status == f"{change_set.change_set_type}_COMPLETE"
    change_set.execution_status = "EXECUTE_COMPLETE" if succeeded else "EXECUTE_FAILED"


def _change_set(backend: Any, name: str, stack_name: str | None) -> Any:
    """Return a change set by its ARN, or by its name and that of its stack; moto takes one of any stack."""
    for one in reversed(backend.change_sets.values()):
        if name == one.change_set_id or (
            name == one.change_set_name and stack_name in (None, one.stack_name, one.stack_id)
        ):
            return one
    raise ValidationError(message=f"ChangeSet [{name}] does not exist")


# ------------------------------------------------------------------------------------------------ deletion


def _delete_stack(self: Any, name_or_stack_id: str) -> None:
    found = [one for one in self.stacks.values() if name_or_stack_id in (one.name, one.stack_id)]
    for stack in found:
        _empty(stack, _DELETE, "User Initiated")


def roll_back_what_fails() -> None:
    """Create, change and delete stacks as a whole; moto leaves what it has done, and forgets a stack that cannot be deleted."""
    stack: Any = models.Stack
    change_set: Any = models.ChangeSet
    backend: Any = models.CloudFormationBackend
    response: Any = responses.CloudFormationResponse
    stack.create_resources, stack.update = _create_by_template, _update
    stack.exports = property(_exports_of_created)
    change_set.apply = _apply
    response.create_change_set = _with_default_type(response.create_change_set)
    backend.execute_change_set, backend.delete_stack = _execute_change_set, _delete_stack


def _exports_of_created(self: Any) -> Any:
    """Return what a stack exports; moto looks, and so creates its resources, before it begins to create it."""
    return [] if self.status == "CREATE_PENDING" else self.output_map.exports


# ------------------------------------------------------------------------------------------------- events


def _enter(stack: Any, status: str, reason: str | None = None) -> None:
    stack.status, stack.status_reason = status, reason
    stack._add_stack_event(status, resource_status_reason=reason)


def _record_failure(stack: Any, failure: StackFailedError | None, status: str) -> None:
    if isinstance(failure, ResourceFailedError):
        record_failure(stack, failure, status)


def _stack_reason(failure: StackFailedError, verb: str) -> str:
    if isinstance(failure, ResourceFailedError):
        return f"The following resource(s) failed to {verb}: [{failure.logical_id}]."
    return str(failure)


def _backend_of(stack: Any) -> Any:
    return models.cloudformation_backends[stack.account_id][stack.region_name]

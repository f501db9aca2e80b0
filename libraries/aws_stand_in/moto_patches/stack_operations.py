"""Stacks that are created, changed and deleted: what fails is rolled back, and events tell why.

Source: AWS CloudFormation User Guide, "Understand stack creation events", "Choose how to handle failures when provisioning
resources" and "View stack events by operation".
"""

import logging
from collections.abc import Callable, Collection
from typing import Any

from moto.cloudformation import models

from aws_stand_in.moto_patches import failure_options, stack_exports, stack_updates
from aws_stand_in.moto_patches.failure_options import DELETE, DO_NOTHING, ROLLBACK
from aws_stand_in.moto_patches.stack_events import add_client_request_tokens, enter, record
from aws_stand_in.moto_patches.stack_failures import (
    ResourceFailedError,
    StackFailedError,
    failure_of,
    record_failure,
    stack_reason,
)
from aws_stand_in.moto_patches.stack_transitions import (
    backend_of,
    become,
    find_all_differences,
    is_retained,
)

logger = logging.getLogger(__name__)

# ------------------------------------------------------------------------------------------------ creation


def _create(stack: Any, make: Callable[[], object]) -> None:
    """Create the resources of a stack, or roll it back."""
    stack.status = "CREATE_IN_PROGRESS"
    try:
        make()
    except Exception as error:
        failure = failure_of(error)
        if failure is None:
            del backend_of(stack).stacks[stack.stack_id]
            _delete_what_was_made(stack)
            raise
        _end_creation(stack, failure)
    else:
        stack.mark_creation_complete()


def _delete_what_was_made(stack: Any) -> None:
    """Delete the resources of a stack that the stand-in cannot create, which is why the request fails."""
    try:
        stack.resource_map.delete()
    except Exception:
        logger.exception("The stack %s leaves resources behind that cannot be deleted.", stack.name)


def _end_creation(stack: Any, failure: StackFailedError) -> None:
    if isinstance(failure, ResourceFailedError):
        record_failure(stack, failure, "CREATE_FAILED")
    on_failure, reason = failure_options.chosen(), stack_reason(failure, "create")
    if on_failure == DO_NOTHING:
        enter(stack, "CREATE_FAILED", reason)
        return
    ended = DELETE if on_failure == DELETE else ROLLBACK
    _empty(stack, ended, f"{reason} {ended.capitalize()} requested by user.")


def _empty(stack: Any, ended: str, reason: str) -> None:
    """Delete the resources of a stack, and the stack itself unless it is rolled back."""
    enter(stack, f"{ended}_IN_PROGRESS", reason)
    try:
        stack_exports.require_deletable(stack)
        _delete_resources(stack)
    except Exception as error:
        enter(stack, f"{ended}_FAILED", str(failure_of(error) or error))
        if failure_of(error) is None:
            raise
        return
    stack_exports.withdraw(stack)
    enter(stack, f"{ended}_COMPLETE")
    if ended == DELETE:
        backend = backend_of(stack)
        backend.deleted_stacks[stack.stack_id] = backend.stacks.pop(stack.stack_id)


def _delete_resources(stack: Any) -> None:
    """Delete the resources of a stack, and leave it empty: moto would create them again if it is described."""
    resource_map = stack.resource_map
    held = [one for one in map(resource_map._parsed_resources.get, resource_map.resources) if one]
    described = resource_map._resource_json_map
    resource_map.delete()
    for one in reversed(held):
        is_kept = is_retained(described[one.logical_resource_id])
        record(stack, one, "DELETE_SKIPPED" if is_kept else "DELETE_COMPLETE")
    stack.template_dict = {}
    stack.resource_map = stack._create_resource_map()
    stack.output_map = stack._create_output_map()


def _create_by_template(self: Any) -> None:
    def make() -> None:
        self.resource_map.create(self.template_dict)
        stack_exports.publish(self)

    _create(self, make)


# --------------------------------------------------------------------------------------------- change sets


def _apply(self: Any) -> None:
    """Make the changes of a set; moto gives a stack that is made by it neither outputs nor exports nor imports."""
    stack = self.stack
    stack.change_set_id = self.change_set_id
    if self.change_set_type == "CREATE":
        stack._add_stack_event("CREATE_IN_PROGRESS", resource_status_reason="User Initiated")
        _create(stack, lambda: become(stack, self.template, self.template_dict, self.parameters))
    else:
        stack_updates.change(stack, self.template, self.template_dict, self.parameters)


# ------------------------------------------------------------------------------------------------ deletion


def _delete_stack(self: Any, name_or_stack_id: str) -> None:
    found = [one for one in self.stacks.values() if name_or_stack_id in (one.name, one.stack_id)]
    for stack in found:
        delete(stack)


def delete(stack: Any, retained: Collection[str] = ()) -> None:
    """Delete a stack and its resources but those that are to be retained."""
    for name in retained:
        stack.resource_map._resource_json_map[name] = {
            **stack.resource_map._resource_json_map[name], "DeletionPolicy": "Retain",
        }  # fmt: skip
    _empty(stack, DELETE, "User Initiated")


def roll_back(stack: Any) -> None:
    """Roll back a creation that was left as it failed."""
    _empty(stack, ROLLBACK, "User Initiated")


def roll_back_what_fails() -> None:
    """Create, change and delete stacks as a whole; moto leaves what it has done, and forgets a stack that cannot be deleted."""
    stack: Any = models.Stack
    change_set: Any = models.ChangeSet
    backend: Any = models.CloudFormationBackend
    stack.create_resources, stack.update = _create_by_template, stack_updates.update
    stack.exports = property(_exports_of_created)
    change_set.apply = _apply
    backend.delete_stack = _delete_stack
    find_all_differences()
    add_client_request_tokens()


def _exports_of_created(self: Any) -> Any:
    """Return what a stack exports; moto looks, and so creates its resources, before it begins to create it."""
    return [] if self.status == "CREATE_PENDING" else self.output_map.exports

"""The events of stacks, which tell what becomes of them and of their resources, and the token of the request that they belong to.

Source: AWS CloudFormation API reference, "StackEvent".
"""

import functools
from collections.abc import Mapping
from contextlib import AbstractContextManager
from contextvars import ContextVar
from typing import Any

from moto.cloudformation import models

from aws_stand_in.context_values import holding

_request_token: ContextVar[str | None] = ContextVar("request_token", default=None)


def of_request(parameters: Mapping[str, Any]) -> AbstractContextManager[None]:
    """Let the events of a request have its `ClientRequestToken`, by which Terraform finds them."""
    return holding(_request_token, parameters.get("ClientRequestToken"))


def enter(stack: Any, status: str, reason: str | None = None) -> None:
    """Let a stack have a status, and its events tell it."""
    stack.status, stack.status_reason = status, reason
    stack._add_stack_event(status, resource_status_reason=reason)
    if status in {"UPDATE_IN_PROGRESS", "ROLLBACK_IN_PROGRESS"}:
        stack.last_updated_time = stack.events[-1].timestamp
    if status == "DELETE_IN_PROGRESS":
        stack.deletion_time = stack.events[-1].timestamp


def record(stack: Any, resource: Any, status: str, reason: str | None = None) -> None:
    """Let the events of a stack tell what has become of a resource; some of moto's have no physical id."""
    physical_id = str(getattr(resource, "physical_resource_id", ""))
    add(stack, resource.logical_resource_id, physical_id, resource.cf_resource_type, status, reason)


def add(
    stack: Any, logical_id: str, physical_id: str, kind: str, status: str, reason: str | None = None
) -> None:
    """Let the events of a stack tell one of a resource."""
    stack.events.append(
        models.Event(stack.stack_id, stack.name, logical_id, physical_id, kind, status, reason, None)
    )


def latest(stack: Any, logical_id: str) -> Any:
    """Return the newest event of a resource; None if it has none."""
    return next((one for one in reversed(stack.events) if one.logical_resource_id == logical_id), None)


def add_client_request_tokens() -> None:
    """Add the token of their request to events; moto's have none."""
    event: Any = models.Event
    made = event.__init__

    @functools.wraps(made)
    def __init__(self: Any, *described: Any, **more: Any) -> None:  # noqa: N807 - it takes the place of one
        made(self, *described, **more)
        self.client_request_token = _request_token.get()

    event.__init__ = __init__

"""From one template to another: what a stack must have is created or changed first, what it must not have is deleted last.

Source: AWS CloudFormation User Guide, "Understand update behaviors of stack resources" and "Continue rolling back an update".
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from moto.cloudformation import models, parsing

from aws_stand_in.moto_patches import stack_exports
from aws_stand_in.moto_patches.stack_events import record
from aws_stand_in.moto_patches.stack_failures import failure_of
from aws_stand_in.moto_patches.template_parts import names_used

Held = Mapping[str, Any]
_UNFINISHED = "UnfinishedUpdate"
"""What marks the description of a resource that is not as it says."""


def become(stack: Any, template: Any, template_dict: dict[str, Any], parameters: Mapping[str, str]) -> Held:
    """Create and change what a template describes.

    Returns:
        The resources that the stack gives up, by logical id; `clean_up` deletes them.

    Raises:
        Exception: What a resource fails with. The stack then has all resources that it had.
    """
    backend = backend_of(stack)
    stack.resource_map.cross_stack_resources = backend.exports
    stack.template, stack.template_dict, stack.parameters = template, template_dict, dict(parameters)
    stack.description = template_dict.get("Description")
    wanted = {**template_dict, "Resources": _existing(stack, template_dict, parameters)}
    with _keeping_what_goes(stack.resource_map, wanted) as gone:
        stack.resource_map.update(wanted, stack.parameters)
        stack.resource_map.input_parameters = stack.parameters
        stack.output_map = stack._create_output_map()
        stack_exports.publish(stack)
    return gone


def differences(
    stack: Any, template_dict: dict[str, Any], parameters: Mapping[str, str]
) -> dict[str, list[str]]:
    """Return the resources that a stack would add, change and remove, by `Add`, `Modify` and `Remove`."""
    existing = _existing(stack, template_dict, parameters)
    found: dict[str, list[str]] = stack.resource_map.build_resource_diff(
        {**template_dict, "Resources": existing}, parameters
    )
    held = stack.resource_map._parsed_resources
    return {**found, "Remove": [name for name in found["Remove"] if name in held]}


def clean_up(stack: Any, gone: Held) -> None:
    """Delete what a stack has given up, unless it is to be retained; what cannot be deleted is left, as AWS leaves it."""
    resource_map = stack.resource_map
    described = {name: resource_map._resource_json_map.pop(name) for name in gone}
    for name in gone:
        del resource_map._parsed_resources[name]
    failures = _delete_all(
        stack, {name: gone[name] for name in gone if not is_retained(described[name])}, described
    )
    for name, resource in gone.items():
        record(stack, resource, *_outcome(name, described[name], failures))


def is_retained(resource: Mapping[str, Any]) -> bool:
    """Return whether a resource outlives its stack."""
    return resource.get("DeletionPolicy") == "Retain"


def backend_of(stack: Any) -> Any:
    """Return moto's backend that keeps a stack."""
    return models.cloudformation_backends[stack.account_id][stack.region_name]


def _existing(
    stack: Any, template_dict: dict[str, Any], parameters: Mapping[str, str]
) -> dict[str, dict[str, Any]]:
    """Return the resources of a template whose conditions are true; moto neither creates nor deletes when one changes."""
    resource_map: Any = parsing.ResourceMap
    wanted = resource_map(
        stack.stack_id, stack.name, dict(parameters), {}, stack.region_name, stack.account_id, template_dict,
        backend_of(stack).exports,
    )  # fmt: skip
    wanted.load_mapping()
    wanted.load_parameters()
    wanted.load_conditions()
    return {
        name: resource
        for name, resource in template_dict["Resources"].items()
        if "Condition" not in resource or wanted.lazy_condition_map[resource["Condition"]]
    }


@contextmanager
def _keeping_what_goes(resource_map: Any, template_dict: Mapping[str, Any]) -> Iterator[Held]:
    """Keep the resources that a template no longer has; moto deletes them before it knows whether the change succeeds.

    Resources that a failed change has not made are forgotten, so that they are made now.
    """
    former, parsed = resource_map._resource_json_map, resource_map._parsed_resources
    stays = template_dict["Resources"].keys()
    held = {name: parsed.pop(name) for name in former if name not in stays and name in parsed}
    resource_map._resource_json_map = {
        name: former[name] for name in former if name in stays and name in parsed
    }
    described = resource_map._resource_json_map
    resource_map.finished = set()
    try:
        yield held
    except Exception:
        _mark_unfinished(resource_map, described)
        raise
    finally:
        parsed.update(held)
        gone = {name: former[name] for name in held}
        resource_map._resource_json_map = {**resource_map._resource_json_map, **gone}


def _mark_unfinished(resource_map: Any, former: Mapping[str, Any]) -> None:
    """Let the next change notice the resources that a failed one should have changed."""
    described = resource_map._resource_json_map
    resource_map._resource_json_map = {
        name: {**resource, _UNFINISHED: True} if _is_unfinished(resource_map, name, former) else resource
        for name, resource in described.items()
    }


def _is_unfinished(resource_map: Any, name: str, former: Mapping[str, Any]) -> bool:
    return name not in resource_map.finished and name in former


def _delete_all(stack: Any, resources: Held, described: Mapping[str, Any]) -> dict[str, str]:
    """Delete resources, those that others need last, and return why the rest cannot be deleted."""
    left, failures = list(resources), dict[str, str]()
    while left:
        tried = {name: _deletion_failure(stack, resources[name], described[name]) for name in left}
        failures = {name: reason for name, reason in tried.items() if reason is not None}
        if len(failures) == len(left):
            break
        left = list(failures)
    return failures


def _deletion_failure(stack: Any, resource: Any, described: Mapping[str, Any]) -> str | None:
    """Delete a resource; return why that fails, if it does."""
    try:
        stack.resource_map._delete_resource(resource, described)
    except Exception as error:
        failure = failure_of(error)
        if failure is None:
            raise
        return str(failure)
    return None


def _outcome(name: str, described: Mapping[str, Any], failures: Mapping[str, str]) -> tuple[str, str | None]:
    if is_retained(described):
        return "DELETE_SKIPPED", None
    return ("DELETE_FAILED", failures[name]) if name in failures else ("DELETE_COMPLETE", None)


def _differences(
    self: Any, other_template: Mapping[str, Any], parameters: Mapping[str, str] | None = None
) -> dict[str, list[str]]:
    """Return the resources to add, to change and to remove, by name."""
    former, wanted = self._resource_json_map, other_template["Resources"]
    conditions = other_template.get("Conditions") or {}
    given = parameters or {}
    changed = {name for name in given if str(self.input_parameters.get(name)) != str(given[name])}
    if (self._template.get("Mappings") or {}) != (other_template.get("Mappings") or {}):
        changed.add("Fn::FindInMap")
    return {
        "Add": [name for name in wanted if name not in former],
        "Modify": [
            name
            for name, resource in wanted.items()
            if name in former and (resource != former[name] or changed & names_used(resource, conditions))
        ],
        "Remove": [name for name in former if name not in wanted],
    }


def find_all_differences() -> None:
    """Let a stack notice a parameter that is used in `Fn::Sub` or in a condition; moto looks for `Ref` alone."""
    resource_map: Any = parsing.ResourceMap
    resource_map.build_resource_diff = _differences

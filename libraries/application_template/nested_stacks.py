"""Nested stacks: the resources of a template that another template names become resources of the latter."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from application_template.errors import TemplateError, at
from application_template.evaluation import Evaluator
from application_template.expected_values import LateValues, RecordedReferences
from application_template.parameters import StackIdentity, is_list_type
from application_template.physical_names import generated_name
from application_template.rewriting import Names
from application_template.scalars import as_text
from application_template.template_file import Template

NESTED_STACK = "AWS::CloudFormation::Stack"


@dataclass(frozen=True, slots=True)
class StackSource:
    """What a stack is made of.

    Attributes:
        path: Its template.
        identity: Its name, region and account.
        given: Values of the template's parameters, as they are known before anything is created.
        late: The parameters whose values depend on created resources.
        parents: The templates in which it is nested.
    """

    path: Path
    identity: StackIdentity
    given: Mapping[str, str]
    late: frozenset[str] = frozenset()
    parents: frozenset[Path] = frozenset()


@dataclass(frozen=True, slots=True)
class NestedStack:
    """A resource that stands for a template of its own.

    Attributes:
        logical_id: Its name in the template that has it.
        source: What it is made of.
        arguments: What the parent gives to its parameters, as the parent has it.
        depends_on: The logical ids in its `DependsOn`.
    """

    logical_id: str
    source: StackSource
    arguments: Mapping[str, Any]
    depends_on: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NestedTemplate:
    """The template of a nested stack.

    Attributes:
        template: In plain CloudFormation, without nested stacks of its own.
        values: The values of its parameters and pseudo-parameters before anything is created.
        outputs: The values of the outputs whose condition holds, with intrinsic functions.
    """

    template: Template
    values: Mapping[str, Any]
    outputs: Mapping[str, Any]

    def section(self, name: str) -> Mapping[str, Any]:
        """Return a section of the template, which may be empty."""
        return self.template.get(name) or {}


def next_nested_stack(template: Template, evaluator: Evaluator, parent: StackSource) -> NestedStack | None:
    """Return a nested stack that needs no other one; None if there are none.

    Raises:
        TemplateError: Nested stacks depend on each other in a circle, a value is wrong, or a template is not on this machine.
    """
    waiting = [
        name
        for name, resource in template["Resources"].items()
        if resource["Type"] == NESTED_STACK and name in evaluator.resources
    ]
    for logical_id in waiting:
        resource = template["Resources"][logical_id]
        stack, needed = _nested_stack(logical_id, resource, _with_late_values(evaluator, parent), parent)
        if needed.isdisjoint(waiting):
            return stack
    if waiting:
        raise at(("Resources",), f"nested stacks depend on each other in a circle: {', '.join(waiting)}")
    return None


def _with_late_values(evaluator: Evaluator, source: StackSource) -> Evaluator:
    """Return an evaluator to which late parameters are like resources: what refers to one is known later."""
    late = {name: evaluator.parameters[name] for name in source.late}
    others = {name: value for name, value in evaluator.parameters.items() if name not in late}
    return replace(evaluator, parameters=others, resources=LateValues(late, evaluator.resources))


def _nested_stack(
    logical_id: str, resource: Mapping[str, Any], evaluator: Evaluator, parent: StackSource
) -> tuple[NestedStack, set[str]]:
    """Return a nested stack, and the resources and late parameters to which it refers."""
    where = ("Resources", logical_id, "Properties")
    properties = resource.get("Properties") or {}
    arguments = properties.get("Parameters") or {}
    given, needed = {}, {}
    for name, argument in arguments.items():
        recorded = RecordedReferences(evaluator.resources)
        value = evaluator.with_resources(recorded).evaluate(argument, (*where, "Parameters", name))
        given[name] = ",".join(map(as_text, value)) if isinstance(value, list) else as_text(value)
        needed[name] = recorded.logical_ids
    source = StackSource(
        _path(evaluator.evaluate(properties.get("TemplateURL"), (*where, "TemplateURL")), where),
        replace(parent.identity, name=generated_name(parent.identity.name, logical_id)),
        given,
        frozenset(name for name, logical_ids in needed.items() if logical_ids),
        parent.parents | {parent.path.resolve()},
    )
    stack = NestedStack(logical_id, source, arguments, tuple(_as_list(resource.get("DependsOn"))))
    return stack, set().union(*needed.values())


def without_nested_stack(parent: Template, stack: NestedStack, nested: NestedTemplate) -> Template:
    """Return a template that has the resources of a nested stack instead of the stack.

    Raises:
        TemplateError: A resource of the parent has a name that a resource of the stack gets.
    """
    names = _names(stack, nested)
    inner = _inner_resources(stack, nested, names)
    outer = Names(
        references={stack.logical_id: nested.values["AWS::StackId"]},
        attributes={
            f"{stack.logical_id}.Outputs.{name}": names.rewritten(value)
            for name, value in nested.outputs.items()
        },
    )
    resources = {
        name: _depending_on_resources(outer.rewritten(resource), stack, inner)
        for name, resource in parent["Resources"].items()
        if name != stack.logical_id
    }
    _require_different(resources, inner, stack)
    return {
        **parent,
        "Resources": {**resources, **inner},
        "Outputs": outer.rewritten(parent.get("Outputs") or {}),
        "Conditions": {**(parent.get("Conditions") or {}), **_inner_conditions(nested, names)},
        "Mappings": {**(parent.get("Mappings") or {}), **_inner_mappings(nested, names)},
    }


def _path(location: Any, where: tuple[str, ...]) -> Path:
    if not isinstance(location, str) or "://" in location:
        raise at(
            where,
            f"the nested stack's template is in AWS ({location!r}): download it and name its path, "
            "or take the stack out by a condition",
        )
    return Path(location)


def _names(stack: NestedStack, nested: NestedTemplate) -> Names:
    """Return what the names in the template of a nested stack stand for in its parent."""
    resources = _with_prefix(stack.logical_id, nested.section("Resources"))
    own_values = (*nested.section("Parameters"), "AWS::StackName", "AWS::StackId")
    return Names(
        references={
            **{name: {"Ref": renamed} for name, renamed in resources.items()},
            **{name: nested.values[name] for name in own_values},
            **{name: _late_value(stack, nested, name) for name in stack.source.late},
        },
        resources=resources,
        conditions=_with_prefix(stack.logical_id, nested.section("Conditions")),
        mappings=_with_prefix(stack.logical_id, nested.section("Mappings")),
    )


def _late_value(stack: NestedStack, nested: NestedTemplate, name: str) -> Any:
    argument = stack.arguments[name]
    if is_list_type(nested.section("Parameters")[name]["Type"]) and not isinstance(argument, list):
        return {"Fn::Split": [",", argument]}
    return argument


def _with_prefix(prefix: str, names: Iterable[str]) -> dict[str, str]:
    return {name: f"{prefix}{name}" for name in names}


def _inner_resources(stack: NestedStack, nested: NestedTemplate, names: Names) -> dict[str, Any]:
    return {
        names.resources[name]: _inner_resource(resource, names, stack.depends_on)
        for name, resource in nested.section("Resources").items()
    }


def _inner_resource(resource: Mapping[str, Any], names: Names, depends_on: Iterable[str]) -> dict[str, Any]:
    own = [names.resources[name] for name in _as_list(resource.get("DependsOn"))]
    condition = {"Condition": names.conditions[resource["Condition"]]} if "Condition" in resource else {}
    return {
        **{key: names.rewritten(value) for key, value in resource.items()},
        **condition,
        "DependsOn": [*depends_on, *own],
    }


def _inner_conditions(nested: NestedTemplate, names: Names) -> dict[str, Any]:
    """Return the conditions of a nested stack, which AWS evaluates when it knows the values of all parameters."""
    plain = Names(references=nested.values, conditions=names.conditions, mappings=names.mappings)
    return {
        names.conditions[name]: plain.rewritten(condition)
        for name, condition in nested.section("Conditions").items()
    }


def _inner_mappings(nested: NestedTemplate, names: Names) -> dict[str, Any]:
    return {names.mappings[name]: mapping for name, mapping in nested.section("Mappings").items()}


def _depending_on_resources(
    resource: dict[str, Any], stack: NestedStack, resources: Iterable[str]
) -> dict[str, Any]:
    """Return a resource that depends on all resources of a stack, if it depends on the stack."""
    depends_on = _as_list(resource.get("DependsOn"))
    if stack.logical_id not in depends_on:
        return resource
    return {
        **resource,
        "DependsOn": [*(name for name in depends_on if name != stack.logical_id), *resources],
    }


def _require_different(parent: Iterable[str], nested: Iterable[str], stack: NestedStack) -> None:
    both = sorted(set(parent) & set(nested))
    if both:
        name = both[0].removeprefix(stack.logical_id)
        raise TemplateError(
            f"Resources/{both[0]} has the name that {name} of the nested stack {stack.logical_id} gets here: rename it"
        )


def _as_list(depends_on: Any) -> list[Any]:
    return depends_on if isinstance(depends_on, list) else [depends_on] if depends_on else []

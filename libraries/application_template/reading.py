"""From the file of a template to an application."""

from collections.abc import Collection, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from types import MappingProxyType
from typing import Any

from application_template.application import Output, ResolvedTemplate, TemplateResource
from application_template.errors import TemplateError, at
from application_template.evaluation import Evaluator
from application_template.expected_values import ExpectedValues, RecordedReferences
from application_template.includes import (
    LANGUAGE_EXTENSIONS,
    SERVERLESS,
    include_files,
    require_known_transforms,
    transforms_of,
)
from application_template.left_out import is_left_out
from application_template.local_files import with_local_files
from application_template.loops import expand_loops
from application_template.nested_stacks import (
    NestedStack,
    NestedTemplate,
    StackSource,
    next_nested_stack,
    without_nested_stack,
)
from application_template.parameters import StackIdentity, parameter_values
from application_template.sam import expand_sam
from application_template.scalars import is_true
from application_template.template_file import Template, read_template_file
from field_comparison.suggestions import did_you_mean

RESOURCE_KEYS = frozenset(
    (
        *(
            "Type",
            "Properties",
            "Condition",
            "DependsOn",
            "Metadata",
            "DeletionPolicy",
            "UpdateReplacePolicy",
        ),
        *("CreationPolicy", "UpdatePolicy", "Connectors", "IgnoreGlobals"),
    )
)

MOST_RESOURCES = 500
"""Source: AWS CloudFormation User Guide, "Understand CloudFormation quotas"."""


def read_application(
    path: Path,
    identity: StackIdentity,
    parameters: Mapping[str, str] = MappingProxyType({}),
    imports: Mapping[str, str] = MappingProxyType({}),
) -> ResolvedTemplate:
    """Read a template and everything that it names, and resolve all that does not depend on created resources.

    Args:
        path: A SAM or CloudFormation template in YAML or JSON, such as `template.yaml` or what `cdk synth` writes.
        identity: The name, region and account of the stack.
        parameters: Values of the template's parameters by name.
        imports: Values of what other stacks export by name.

    Raises:
        TemplateError: It is not a template that can be created; the message begins with the file.

    Example:
        >>> identity = StackIdentity("orders", "eu-west-1", "000000000001")
        >>> [resource.logical_id for resource in read_application(Path("template.yaml"), identity).resources]
        ['OrdersTable', 'OrdersFunction', 'ServerlessRestApi']
    """
    try:
        return _resolved(*_whole(StackSource(path, identity, parameters), imports))
    except TemplateError as error:
        raise TemplateError(f"{path}: {error}") from None


def _whole(source: StackSource, imports: Mapping[str, str]) -> tuple[Template, Evaluator]:
    """Return a template in plain CloudFormation, with the resources of its nested stacks, and an evaluator of it."""
    if source.path.resolve() in source.parents:
        raise TemplateError("the template is nested in itself")
    template = read_template_file(source.path)
    require_known_transforms(template)
    values = {
        **parameter_values(template.get("Parameters") or {}, source.given),
        **source.identity.pseudo_parameters(),
    }
    whole = _expand(template, source, values)
    evaluator = _evaluator(whole, values, source.identity, imports)
    while stack := next_nested_stack(whole, evaluator, source):
        whole = without_nested_stack(whole, stack, _nested(stack, imports))
        evaluator = _evaluator(whole, values, source.identity, imports)
    return whole, evaluator


def _nested(stack: NestedStack, imports: Mapping[str, str]) -> NestedTemplate:
    """Return the template of a nested stack, which has no mistake, with the outputs that it has."""
    try:
        whole, evaluator = _whole(stack.source, imports)
        resolved = _resolved(whole, evaluator)
    except TemplateError as error:
        raise TemplateError(f"Resources/{stack.logical_id}: {stack.source.path}: {error}") from None
    outputs = {output.name: output.value for output in resolved.outputs}
    return NestedTemplate(whole, evaluator.parameters, outputs)


def _resolved(whole: Template, evaluator: Evaluator) -> ResolvedTemplate:
    resources = [
        _resource(logical_id, resource, evaluator, whole["Resources"])
        for logical_id, resource in whole["Resources"].items()
        if logical_id in evaluator.resources
    ]
    ordered = _in_order(resources)
    return ResolvedTemplate(
        resources=tuple(resource for resource in ordered if not is_left_out(resource.type)),
        outputs=tuple(_outputs(whole, evaluator)),
        left_out=tuple(resource for resource in ordered if is_left_out(resource.type)),
        _evaluator=evaluator,
    )


def _expand(template: Template, source: StackSource, values: Mapping[str, Any]) -> Template:
    """Return a template in plain CloudFormation, with nothing outside it but code."""
    folder, transforms = source.path.resolve().parent, transforms_of(template)
    whole = include_files({**template, "Fn::Transform": _global_include(transforms)}, folder)
    whole.pop("Fn::Transform", None)
    if LANGUAGE_EXTENSIONS in transforms:
        whole = expand_loops(whole, values)
    _require_resources(whole["Resources"])
    packaged = with_local_files(whole, folder)
    if SERVERLESS in transforms:
        return expand_sam(packaged, {name: values[name] for name in values if name not in source.late})
    _require_plain_types(packaged["Resources"])
    return packaged


def _require_plain_types(resources: Mapping[str, Any]) -> None:
    for logical_id, resource in resources.items():
        if resource["Type"].startswith("AWS::Serverless::"):
            raise at(
                ("Resources", logical_id), f"{resource['Type']} needs the line `Transform: {SERVERLESS}`"
            )


def _global_include(transforms: list[Any]) -> Any:
    return next((transform for transform in transforms if isinstance(transform, dict)), None)


def _require_resources(resources: Mapping[str, Any]) -> None:
    if len(resources) > MOST_RESOURCES:
        raise at(
            ("Resources",),
            f"a template has at most {MOST_RESOURCES} resources, and this one has {len(resources)}",
        )
    for logical_id, resource in resources.items():
        where = ("Resources", str(logical_id))
        if not str(logical_id).isalnum():
            raise at(where, "a logical id consists of letters and digits")
        if not isinstance(resource, dict) or not isinstance(resource.get("Type"), str):
            raise at(where, "has no Type")
        _require_known_keys(resource, where)
        if not isinstance(resource.get("Properties") or {}, dict):
            raise at((*where, "Properties"), "must be a mapping")


def _require_known_keys(resource: Mapping[str, Any], where: tuple[str, ...]) -> None:
    unknown = [str(key) for key in resource if key not in RESOURCE_KEYS]
    if unknown:
        hint = did_you_mean(unknown[0], RESOURCE_KEYS) or f" It can have {', '.join(sorted(RESOURCE_KEYS))}."
        raise at(where, f"a resource has no {unknown[0]!r}.{hint}")


def _evaluator(
    template: Template, values: Mapping[str, Any], identity: StackIdentity, imports: Mapping[str, str]
) -> Evaluator:
    """Return an evaluator that knows which resources there are, by their conditions."""
    nothing = Evaluator(
        values,
        template.get("Mappings") or {},
        template.get("Conditions") or {},
        ExpectedValues({}, identity),
        imports,
    )
    types = {
        logical_id: resource["Type"]
        for logical_id, resource in template["Resources"].items()
        if _exists(resource, ("Resources", logical_id), nothing)
    }
    fifo_queues = [
        logical_id
        for logical_id in types
        if _is_fifo_queue(logical_id, template["Resources"][logical_id], nothing)
    ]
    return nothing.with_resources(ExpectedValues(types, identity, fifo_queues))


def _is_fifo_queue(logical_id: str, resource: Mapping[str, Any], evaluator: Evaluator) -> bool:
    if resource["Type"] != "AWS::SQS::Queue":
        return False
    where = ("Resources", logical_id, "Properties", "FifoQueue")
    fifo = evaluator.evaluate((resource.get("Properties") or {}).get("FifoQueue"), where)
    return is_true(fifo)


def _exists(described: Mapping[str, Any], where: tuple[str, ...], evaluator: Evaluator) -> bool:
    condition = described.get("Condition")
    return condition is None or evaluator.holds(condition, where)


def _resource(
    logical_id: str, described: Mapping[str, Any], evaluator: Evaluator, all_resources: Collection[str]
) -> TemplateResource:
    recorded = RecordedReferences(evaluator.resources)
    properties, metadata = described.get("Properties") or {}, described.get("Metadata") or {}
    where = ("Resources", logical_id)
    recording = evaluator.with_resources(recorded)
    recording.evaluate(properties, (*where, "Properties"))
    recording.evaluate(metadata, (*where, "Metadata"))
    named = _named(described.get("DependsOn") or [], where, all_resources)
    needed = recorded.logical_ids | {name for name in named if name in evaluator.resources}
    return TemplateResource(logical_id, described["Type"], properties, metadata, frozenset(needed))


def _named(depends_on: Any, where: tuple[str, ...], all_resources: Collection[str]) -> set[str]:
    names = depends_on if isinstance(depends_on, list) else [depends_on]
    if not all(isinstance(name, str) for name in names):
        raise at((*where, "DependsOn"), "must be a logical id or a list of these")
    unknown = [name for name in names if name not in all_resources]
    if unknown:
        raise at((*where, "DependsOn"), f"there is no resource {unknown[0]!r}")
    return set(names)


def _in_order(resources: list[TemplateResource]) -> list[TemplateResource]:
    """Return the resources with each after those on which it depends.

    Raises:
        TemplateError: Some depend on each other in a circle.
    """
    by_name = {resource.logical_id: resource for resource in resources}
    sorter = TopologicalSorter({name: sorted(resource.depends_on) for name, resource in by_name.items()})
    try:
        return [by_name[name] for name in sorter.static_order()]
    except CycleError as error:
        circle = " → ".join(reversed(error.args[1]))
        raise at(("Resources",), f"resources depend on each other in a circle: {circle}") from None


def _outputs(template: Template, evaluator: Evaluator) -> list[Output]:
    outputs = []
    for name, described in (template.get("Outputs") or {}).items():
        where = ("Outputs", str(name))
        if not isinstance(described, dict) or "Value" not in described:
            raise at(where, "has no Value")
        if _exists(described, where, evaluator):
            evaluator.evaluate(described["Value"], where)
            outputs.append(Output(name, described["Value"], str(described.get("Description", ""))))
    return outputs

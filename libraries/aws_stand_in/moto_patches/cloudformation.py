"""CloudFormation: resources of our engines, and templates that are imitated as a whole or refused."""

import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import unquote, urlsplit

from moto.cloudformation import models, parsing, responses
from moto.cloudformation.exceptions import UnformattedGetAttTemplateException, ValidationError
from moto.s3.exceptions import S3ClientError
from moto.s3.models import s3_backends
from moto.ssm.models import ssm_backends

from aws_stand_in.aws_response import NotImitatedError
from aws_stand_in.moto_patches.moto_resources import refuse_what_moto_leaves_out
from aws_stand_in.moto_patches.stack_failures import report_resource_outcomes
from aws_stand_in.moto_patches.stack_operations import roll_back_what_fails
from aws_stand_in.moto_patches.template_parts import objects_in
from aws_stand_in.moto_patches.template_text import parsed_template

_ATTRIBUTE = "Fn::GetAtt"
_METADATA = "AWS::CDK::Metadata"
"""What the CDK reports to AWS about itself."""
_HANDLE = "AWS::CloudFormation::WaitConditionHandle"
"""What is in templates to create nothing, unless a wait condition refers to it; moto takes what is waited for as met."""
_CUSTOM = ("Custom::", "AWS::CloudFormation::CustomResource")
_LANGUAGE = "Fn::"
"""How the names of what macros and language extensions replace by resources begin."""


def _register_engine_resources(resources: Sequence[Any]) -> None:
    """Register the classes of resources that our engines and overlays keep; moto would create its own."""
    refuse_what_moto_leaves_out()
    parsing.get_model_map().update({one.TYPE: one for one in resources})
    parsing.get_name_type_map().update({one.TYPE: one.NAME for one in resources})
    module: Any = parsing
    module.resource_name_property_from_type = parsing.get_name_type_map().get


def _require_resources(template: Any) -> None:
    resources = template.get("Resources") if isinstance(template, dict) else None
    if not isinstance(resources, dict) or not resources:
        raise ValidationError(message="Template format error: At least one Resources member must be defined.")
    for name, resource in resources.items():
        if not name.startswith(_LANGUAGE) and not (isinstance(resource, dict) and "Type" in resource):
            raise ValidationError(
                message=f"Template format error: [/Resources/{name}] Every Resources object must contain a Type member."
            )


def _require_references(template: Mapping[str, Any]) -> None:
    """Refuse references to what is not there, at which moto fails as at a property that is missing, or at every description."""
    resources, outputs = template["Resources"], template.get("Outputs") or {}
    known = resources.keys() | (template.get("Parameters") or {}).keys()
    unmade = set(_dependencies(resources)) - resources.keys()
    _require_none(unmade | set(_references(resources)) - known, "Resources")
    _require_none(set(_references(outputs)) - known, "Outputs")


def _require_none(unknown: Iterable[str], block: str) -> None:
    if named := sorted(name for name in unknown if not name.startswith("AWS::")):
        raise ValidationError(
            message=f"Template format error: Unresolved resource dependencies [{', '.join(named)}] "
            f"in the {block} block of the template"
        )


def _dependencies(resources: Mapping[str, Any]) -> Iterator[str]:
    """Yield the names in `DependsOn`."""
    for resource in resources.values():
        yield from _dependencies_of(resource)


def _dependencies_of(resource: Mapping[str, Any]) -> Sequence[str]:
    named = resource.get("DependsOn", ())
    return [named] if isinstance(named, str) else named


def _references(part: Any) -> Iterator[str]:
    """Yield the names in `Ref` and `Fn::GetAtt`."""
    for one in objects_in(part):
        if isinstance(one.get("Ref"), str):
            yield one["Ref"]
        if attribute := one.get(_ATTRIBUTE):
            yield str(attribute[0])


def _drop_resources_without_effect(template: Mapping[str, Any]) -> None:
    resources = template["Resources"]
    waited_for = {*_references(resources), *_references(template.get("Outputs") or {})}
    kinds = {name: _kind_of(name, resource) for name, resource in resources.items()}
    for name, kind in kinds.items():
        if kind == _METADATA or (kind == _HANDLE and name not in waited_for):
            del resources[name]


def _require_imitated(template: Mapping[str, Any]) -> None:
    kinds = {_kind_of(name, resource) for name, resource in template["Resources"].items()}
    known = parsing.get_model_map()
    if unknown := sorted(kind for kind in kinds if kind not in known or kind.startswith(_CUSTOM)):
        raise NotImitatedError(f"a stack with {', '.join(unknown)}")


def _kind_of(name: str, resource: Any) -> str:
    """Return the type of a resource, or the name of what would make several, such as `Fn::ForEach::Topics`."""
    return name if name.startswith(_LANGUAGE) else str(resource["Type"])


def _refuse_other_templates() -> None:
    """Refuse a template before anything of it is created; moto leaves out what it does not know."""
    for holder in (models.Stack, models.ChangeSet):
        _check_templates_of(holder)


def _check_templates_of(holder: Any) -> None:
    parse = holder._parse_template

    @functools.wraps(parse)
    def _parse_template(self: Any) -> None:
        parse(self)
        _split_attributes(self.template_dict)
        _require_resources(self.template_dict)
        _drop_resources_without_effect(self.template_dict)
        _require_imitated(self.template_dict)
        _require_references(self.template_dict)

    holder._parse_template = _parse_template


def _split_attributes(part: Any) -> None:
    """Write `Queue.Arn` as a list of two names, the only form that moto reads."""
    for one in objects_in(part):
        if isinstance(one.get(_ATTRIBUTE), str):
            one[_ATTRIBUTE] = one[_ATTRIBUTE].split(".", 1)


def _read_templates() -> None:
    """Read templates as CloudFormation does: moto makes dates of texts, and fails at some forms of `!GetAtt`."""
    stack: Any = models.Stack
    change_set: Any = models.ChangeSet
    stack.parse_template = staticmethod(parsed_template)
    stack._parse_template = change_set._parse_template = _parse_template


def _parse_template(self: Any) -> None:
    self.template_dict = parsed_template(self.template)


def _find_templates(self: Any, template_url: str) -> str:
    """Return a template from its URL, whose host is that of S3, as the CDK writes it, or the stand-in's."""
    parts = urlsplit(template_url)
    bucket, is_virtual_host, _ = parts.netloc.partition(".s3")
    path = unquote(parts.path.removeprefix("/"))
    name, key = (bucket, path) if is_virtual_host else path.partition("/")[::2]
    try:
        found = s3_backends[self.current_account][self.partition].get_object(name, key)
    except S3ClientError as error:
        raise ValidationError(message=f"S3 error: {error}") from error
    if found is None:
        raise ValidationError(message="S3 error: The specified key does not exist.")
    return found.value.decode()


def _find_templates_by_any_host() -> None:
    """Look for templates by URLs with any host: moto takes the beginning of an address for a bucket."""
    response: Any = responses.CloudFormationResponse
    response._get_stack_from_s3_url = _find_templates


def _create_dependencies_first() -> None:
    """Create what a resource depends on before it: moto does so by `DependsOn` only where a template creates its stack."""
    module: Any = parsing
    create = module.parse_and_create_resource

    @functools.wraps(create)
    def parse_and_create_resource(
        logical_id: str, resource_json: dict[str, Any], resources_map: Any, *where: str, **more: str
    ) -> Any:
        for name in _dependencies_of(resource_json):
            resources_map[name]
        return create(logical_id, resource_json, resources_map, *where, **more)

    module.parse_and_create_resource = parse_and_create_resource


def _output(self: Any, attribute: str) -> Any:
    """Return an output of a nested stack."""
    kind, _, name = attribute.partition(".")
    output = self.output_map[name] if name in self.output_map.outputs else None
    if kind != "Outputs" or output is None:
        raise UnformattedGetAttTemplateException
    return output.value


def _give_outputs_of_nested_stacks() -> None:
    """Let `Fn::GetAtt` give outputs of a nested stack; moto gives none."""
    stack: Any = models.Stack
    stack.get_cfn_attribute = _output


def _find_parameter(find: Any) -> Any:
    @functools.wraps(find)
    def parse_ssm_parameter(self: Any, value: str, value_type: str) -> Any:
        if ssm_backends[self._account_id][self._region_name].get_parameter(value) is None:
            raise ValidationError(
                message=f"Unable to fetch parameters [{value}] from parameter store for this account."
            )
        return find(self, value, value_type)

    return parse_ssm_parameter


def _refuse_missing_parameters() -> None:
    """Refuse a template whose parameter is kept by Systems Manager and is not there, at which moto fails."""
    resource_map: Any = parsing.ResourceMap
    resource_map.parse_ssm_parameter = _find_parameter(resource_map.parse_ssm_parameter)


@functools.cache
def apply(resources: Sequence[Any]) -> None:
    """Change moto's CloudFormation, once per process.

    Args:
        resources: The classes of resources that moto does not keep.
    """
    _register_engine_resources(resources)
    _read_templates()
    _refuse_other_templates()
    _find_templates_by_any_host()
    _refuse_missing_parameters()
    _give_outputs_of_nested_stacks()
    report_resource_outcomes()
    _create_dependencies_first()
    roll_back_what_fails()

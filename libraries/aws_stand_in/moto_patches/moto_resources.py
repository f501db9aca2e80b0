"""Resources of stacks that moto keeps: what it does not read of their properties is refused; moto leaves it out."""

from collections.abc import Iterable, Mapping
from typing import Any

from moto.cloudformation import parsing
from moto.core.exceptions import ServiceException
from moto.ec2.models import ec2_backends
from moto.ec2.models.core import TaggedEC2Resource
from moto.ec2.models.transit_gateway import TransitGateway
from werkzeug.exceptions import HTTPException

from application_template.scalars import as_text
from aws_stand_in.aws_response import NotImitatedError
from aws_stand_in.moto_patches.stack_failures import message_of
from aws_stand_in.read_properties import ReadProperties

_TAGS = "Tags"
_WITHOUT_EFFECT: Mapping[str, frozenset[str]] = {
    "AWS::CloudFormation::Stack": frozenset({"TimeoutInMinutes"}),
    "AWS::CloudWatch::Dashboard": frozenset({"Tags"}),
}
"""Properties that may be left out. A nested stack is complete before the request for it is answered, and moto's CloudWatch has
no operation that tells the tags of a dashboard."""
_ANYWAY: Mapping[str, Mapping[str, str]] = {"AWS::Batch::JobDefinition": {"Type": "container"}}
"""Properties with the value that moto gives a resource anyway."""
_KNOWN: Mapping[str, frozenset[str]] = {
    "AWS::EC2::TransitGateway": frozenset({"Description", _TAGS, *TransitGateway.DEFAULT_OPTIONS})
}
"""What moto does something with, of types of which it goes through everything."""
_TAKEN_WHOLE: Mapping[str, str] = {"AWS::EC2::LaunchTemplate": "LaunchTemplateData"}
"""Properties of which moto keeps everything, although it only looks at some of it."""
_ID = "physical_resource_id"
_ABSTRACT = "__isabstractmethod__"


class MotoResource:
    """A type of resources that moto keeps, in the place of moto's class in its register of types.

    Args:
        kind: The type, such as `AWS::EC2::VPC`.
        model: Moto's class.
    """

    def __init__(self, kind: str, model: Any) -> None:
        self.kind = kind
        self.model = model
        self._name = model.cloudformation_name_type()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.model, name)

    def create_from_cloudformation_json(
        self,
        resource_name: str,
        cloudformation_json: dict[str, Any],
        account_id: str,
        region_name: str,
        **more: Any,
    ) -> Any:
        """Create a resource, and remove it again if moto has left out a property.

        Raises:
            NotImitatedError: It has.
        """
        given = cloudformation_json["Properties"]
        properties = ReadProperties(given)
        described = {**cloudformation_json, "Properties": properties}
        resource = self.model.create_from_cloudformation_json(
            resource_name, described, account_id, region_name, **more
        )
        left_out = self._omitted_properties(resource, properties) - {self._name}
        if left_out:
            what = f"{', '.join(sorted(left_out))} of {self.kind} in a stack"
            raise NotImitatedError(what, _remove(resource, cloudformation_json, account_id, region_name))
        _change_tags(resource, {}, given, account_id, region_name)
        resource.properties_of_stack, resource.name_of_stack = given, resource_name
        return resource

    def update_from_cloudformation_json(
        self,
        original_resource: Any,
        new_resource_name: str,
        cloudformation_json: dict[str, Any],
        account_id: str,
        region_name: str,
    ) -> Any:
        """Change a resource, which keeps the name that its stack has made up.

        Raises:
            NotImitatedError: Moto leaves a change out.
        """
        former, given = original_resource.properties_of_stack, cloudformation_json["Properties"]
        properties = ReadProperties(given)
        described = {**cloudformation_json, "Properties": properties}
        name = new_resource_name if self._name in given else original_resource.name_of_stack
        former_id = getattr(original_resource, _ID, None)
        resource = self._update(original_resource, name, described, account_id, region_name)
        changed = {one for one in former.keys() | given.keys() if former.get(one) != given.get(one)}
        left_out = self._omitted_properties(resource, properties, changed)
        if getattr(resource, _ID, None) != former_id:
            left_out.discard(self._name)
        if left_out:
            what = f"changes of {', '.join(sorted(left_out))} of {self.kind} in a stack"
            raise NotImitatedError(what, "Delete the stack and create it again.")
        _change_tags(resource, former, given, account_id, region_name)
        resource.properties_of_stack, resource.name_of_stack = given, name
        return resource

    def _update(
        self, original: Any, name: str, described: dict[str, Any], account_id: str, region: str
    ) -> Any:
        """Return what moto makes of a resource; it cannot change those of some types."""
        if hasattr(self.model.update_from_cloudformation_json, _ABSTRACT):
            return original
        return self.model.update_from_cloudformation_json(
            original_resource=original,
            new_resource_name=name,
            cloudformation_json=described,
            account_id=account_id,
            region_name=region,
        )

    def _omitted_properties(
        self, resource: Any, properties: ReadProperties, changed: Iterable[str] | None = None
    ) -> set[str]:
        """Return the properties that moto has left out, of those that have changed if a resource is updated."""
        unread = {path for path in properties.unread() if not self._is_kept(path, properties)}
        unread |= properties.names - _KNOWN.get(self.kind, properties.names)
        if changed is not None:
            gone = {name for name in changed if not properties.has_read(name)}
            unread = {path for path in unread if path.partition(".")[0] in changed} | gone
        elsewhere = {_TAGS} if isinstance(resource, TaggedEC2Resource) else set()
        return unread - elsewhere - _WITHOUT_EFFECT.get(self.kind, frozenset())

    def _is_kept(self, path: str, properties: ReadProperties) -> bool:
        """Return whether a resource has what a property says, although moto has not read it."""
        anyway = _ANYWAY.get(self.kind, {})
        return path.startswith(f"{_TAKEN_WHOLE.get(self.kind)}.") or (
            path in anyway and as_text(properties[path]) == anyway[path]
        )


def refuse_what_moto_leaves_out() -> None:
    """Put a class of ours in the place of each of moto's; types that moto only has the beginnings of are none."""
    models: dict[str, Any] = parsing.get_model_map()
    for kind, model in list(models.items()):
        if not kind.startswith("AWS::") or hasattr(model.create_from_cloudformation_json, _ABSTRACT):
            del models[kind]
        else:
            models[kind] = MotoResource(kind, model)


def _change_tags(
    resource: Any, former: Mapping[str, Any], given: Mapping[str, Any], account_id: str, region: str
) -> None:
    """Give a resource of EC2 its tags: moto reads those of few types."""
    if not isinstance(resource, TaggedEC2Resource) or former.get(_TAGS) == given.get(_TAGS):
        return
    backend: Any = ec2_backends[account_id][region]
    names = [getattr(resource, _ID)]
    wanted, gone = _tags_of(given), _tags_of(former).keys() - _tags_of(given).keys()
    backend.delete_tags(names, dict.fromkeys(gone))
    backend.create_tags(names, wanted)


def _tags_of(properties: Mapping[str, Any]) -> dict[str, str]:
    return {tag["Key"]: tag["Value"] for tag in properties.get(_TAGS, ())}


def _remove(resource: Any, described: dict[str, Any], account_id: str, region: str) -> str:
    """Remove a resource as moto removes those of a stack, by its own method or by its class's; return what stays behind."""
    try:
        try:
            resource.delete(account_id, region)
        except (TypeError, AttributeError):
            name = getattr(resource, _ID, "")
            parsing.parse_and_delete_resource(name, described, account_id, region)
    except (ServiceException, HTTPException) as error:
        return f"It stays behind: {message_of(error)}"
    return ""

"""Parameters of Systems Manager.

Source: AWS CloudFormation Template Reference, AWS::SSM::Parameter.
"""

from collections.abc import Mapping
from typing import Any

from application_template.scalars import text_of
from aws_stand_in.overlays.cloudformation.changes import Properties, tag_list
from aws_stand_in.overlays.cloudformation.property_values import without
from aws_stand_in.overlays.cloudformation.stack_resource import StackResource


class StackSsmParameter(StackResource):
    """A parameter of Systems Manager, whose tags are a map in a template."""

    TYPE, SERVICE, NAME = "AWS::SSM::Parameter", "ssm", "Name"
    ATTRIBUTES = frozenset({"Type", "Value"})
    REQUIRED = ("Type", "Value")
    UPDATABLE = frozenset({"AllowedPattern", "Description", "Policies", "Tags", "Tier", "Value"})
    LASTING = UPDATABLE - {"Tags"}
    PROPERTIES = UPDATABLE | {"DataType", "Type"}

    def create(self, _name: str, properties: Properties) -> None:
        tags = {"Tags": tag_list(_tags(properties))} if _tags(properties) else {}
        self._put({**without(properties, "Tags"), **tags})
        self._describe(properties)

    def update(self, former: Properties, properties: Properties) -> None:
        self._put({**without(properties, "Tags"), "Overwrite": True})
        self._describe(properties)
        parameter = {"ResourceType": "Parameter", "ResourceId": self.physical_resource_id}
        if keys := sorted(_tags(former).keys() - _tags(properties).keys()):
            self.call("RemoveTagsFromResource", **parameter, TagKeys=keys)
        if tags := _tags(properties):
            self.call("AddTagsToResource", **parameter, Tags=tag_list(tags))

    def remove(self) -> None:
        self.call("DeleteParameter", Name=self.physical_resource_id)

    def _put(self, parameters: Mapping[str, Any]) -> None:
        self.call.with_all_properties("PutParameter", {**parameters, "Name": self.physical_resource_id})

    def _describe(self, properties: Properties) -> None:
        self.attributes = {name: text_of(properties[name]) for name in self.REQUIRED}


def _tags(properties: Properties) -> dict[str, str]:
    return {key: text_of(value) for key, value in properties.get("Tags", {}).items()}

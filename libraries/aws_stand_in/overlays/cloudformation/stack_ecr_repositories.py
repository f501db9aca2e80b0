"""Repositories of images.

Source: AWS CloudFormation Template Reference, AWS::ECR::Repository.
"""

from typing import Any

from application_template.scalars import is_true, text_of
from aws_stand_in.overlays.cloudformation.changes import Properties, changed, removed_tags, tag_list, tags_of
from aws_stand_in.overlays.cloudformation.property_values import chosen
from aws_stand_in.overlays.cloudformation.stack_resource import StackResource

_MUTABLE = "MUTABLE"
_LIFECYCLE, _TEXT = "LifecyclePolicy", "RepositoryPolicyText"


class StackEcrRepository(StackResource):
    """A repository of the Elastic Container Registry."""

    TYPE, SERVICE, NAME = "AWS::ECR::Repository", "ecr", "RepositoryName"
    ATTRIBUTES = frozenset({"Arn", "RepositoryUri"})
    _AT_CREATION = frozenset({"EncryptionConfiguration", "ImageScanningConfiguration", "ImageTagMutability"})
    UPDATABLE = frozenset(
        {_LIFECYCLE, _TEXT, "EmptyOnDelete", "ImageScanningConfiguration", "ImageTagMutability", "Tags"}
    )
    PROPERTIES = UPDATABLE | _AT_CREATION

    def create(self, name: str, properties: Properties) -> None:
        self.physical_resource_id = name if self.NAME in properties else name.lower()
        given = chosen(properties, self._AT_CREATION)
        made = self._call("CreateRepository", **given, Tags=properties.get("Tags", []))["repository"]
        self.attributes = {"Arn": made["repositoryArn"], "RepositoryUri": made["repositoryUri"]}

    def configure(self, properties: Properties) -> None:
        self._set_policies({}, properties)

    def update(self, former: Properties, properties: Properties) -> None:
        self._set_policies(former, properties)
        if changed(former, properties, ["ImageTagMutability"]):
            mutability = properties.get("ImageTagMutability", _MUTABLE)
            self._call("PutImageTagMutability", ImageTagMutability=mutability)
        if changed(former, properties, ["ImageScanningConfiguration"]):
            scanning = properties.get("ImageScanningConfiguration", {"ScanOnPush": False})
            self._call("PutImageScanningConfiguration", ImageScanningConfiguration=scanning)
        named = {"resourceArn": self.attributes["Arn"]}
        if keys := removed_tags(former, properties):
            self.call("UntagResource", **named, tagKeys=keys)
        if tags := tags_of(properties):
            self.call("TagResource", **named, tags=tag_list(tags))

    def remove(self) -> None:
        self._call("DeleteRepository", Force=is_true(self.properties.get("EmptyOnDelete")))

    def _set_policies(self, former: Properties, properties: Properties) -> None:
        if changed(former, properties, [_TEXT]):
            if _TEXT in properties:
                self._call("SetRepositoryPolicy", PolicyText=text_of(properties[_TEXT]))
            else:
                self._call("DeleteRepositoryPolicy")
        if changed(former, properties, [_LIFECYCLE]):
            if _LIFECYCLE in properties:
                self._call("PutLifecyclePolicy", **properties[_LIFECYCLE])
            else:
                self._call("DeleteLifecyclePolicy")

    def _call(self, operation: str, **parameters: Any) -> dict[str, Any]:
        return self.call.with_all_properties(
            operation, {"RepositoryName": self.physical_resource_id, **parameters}
        )

"""Keys of KMS.

Source: AWS CloudFormation Template Reference, AWS::KMS::Key.
"""

from collections.abc import Mapping
from typing import Any

from application_template.scalars import is_true, text_of
from aws_stand_in.overlays.cloudformation.changes import Properties, changed, removed_tags, tags_of
from aws_stand_in.overlays.cloudformation.property_values import chosen
from aws_stand_in.overlays.cloudformation.stack_resource import StackResource


class StackKmsKey(StackResource):
    """A key of KMS."""

    TYPE, SERVICE = "AWS::KMS::Key", "kms"
    ATTRIBUTES = frozenset({"Arn", "KeyId"})
    _AT_CREATION = frozenset({"KeySpec", "KeyUsage", "MultiRegion", "Origin"})
    UPDATABLE = frozenset(
        {
            "BypassPolicyLockoutSafetyCheck", "Description", "EnableKeyRotation", "Enabled", "KeyPolicy", "PendingWindowInDays",
            "Tags",
        }
    )  # fmt: skip
    LASTING = frozenset({"KeyPolicy"})
    PROPERTIES = UPDATABLE | _AT_CREATION

    def create(self, _name: str, properties: Properties) -> None:
        given = chosen(properties, self._AT_CREATION)
        if "KeyPolicy" in properties:
            given["Policy"] = text_of(properties["KeyPolicy"])
        made = self.call.with_all_properties(
            "CreateKey",
            {
                **given,
                "Description": properties.get("Description", ""),
                "Tags": _key_tags(tags_of(properties)),
            },
        )["KeyMetadata"]
        self.physical_resource_id = made["KeyId"]
        self.attributes = {"Arn": made["Arn"], "KeyId": made["KeyId"]}

    def configure(self, properties: Properties) -> None:
        if is_true(properties.get("EnableKeyRotation")):
            self._rotate(properties)
        if not is_true(properties.get("Enabled", True)):
            self._call("DisableKey")

    def update(self, former: Properties, properties: Properties) -> None:
        if changed(former, properties, ["KeyPolicy"]):
            self._call("PutKeyPolicy", PolicyName="default", Policy=text_of(properties["KeyPolicy"]))
        if changed(former, properties, ["Description"]):
            self._call("UpdateKeyDescription", Description=properties.get("Description", ""))
        self._switch(former, properties)
        if keys := removed_tags(former, properties):
            self._call("UntagResource", TagKeys=keys)
        if tags := tags_of(properties):
            self._call("TagResource", Tags=_key_tags(tags))

    def remove(self) -> None:
        self._call("ScheduleKeyDeletion", **chosen(self.properties, ["PendingWindowInDays"]))

    def _switch(self, former: Properties, properties: Properties) -> None:
        """Change whether the key is enabled and rotated; a disabled key takes no change of its rotation."""
        is_switched = changed(former, properties, ["Enabled"])
        is_enabled = is_true(properties.get("Enabled", True))
        if is_switched and is_enabled:
            self._call("EnableKey")
        if changed(former, properties, ["EnableKeyRotation"]):
            self._rotate(properties)
        if is_switched and not is_enabled:
            self._call("DisableKey")

    def _rotate(self, properties: Properties) -> None:
        verb = "Enable" if is_true(properties.get("EnableKeyRotation")) else "Disable"
        self._call(f"{verb}KeyRotation")

    def _call(self, operation: str, **parameters: Any) -> None:
        self.call.with_all_properties(operation, {"KeyId": self.physical_resource_id, **parameters})


def _key_tags(tags: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"TagKey": key, "TagValue": value} for key, value in tags.items()]

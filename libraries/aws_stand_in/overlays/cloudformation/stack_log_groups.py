"""Log groups.

Source: AWS CloudFormation Template Reference, AWS::Logs::LogGroup.
"""

from aws_stand_in.aws_response import NotImitatedError
from aws_stand_in.overlays.cloudformation.changes import Properties, changed, removed_tags, tag_map, tags_of
from aws_stand_in.overlays.cloudformation.property_values import chosen
from aws_stand_in.overlays.cloudformation.stack_resource import StackResource

_STANDARD = "STANDARD"


class StackLogGroup(StackResource):
    """A log group of CloudWatch Logs."""

    TYPE, SERVICE, NAME = "AWS::Logs::LogGroup", "logs", "LogGroupName"
    ATTRIBUTES = frozenset({"Arn"})
    UPDATABLE = frozenset({"RetentionInDays", "Tags"})
    PROPERTIES = UPDATABLE | {"KmsKeyId", "LogGroupClass"}

    def create(self, name: str, properties: Properties) -> None:
        if (kind := properties.get("LogGroupClass", _STANDARD)) != _STANDARD:
            raise NotImitatedError(f"LogGroupClass {kind} of {self.TYPE} in a stack")
        self._call("CreateLogGroup", {**chosen(properties, ["KmsKeyId"]), **tag_map(properties)})
        found = self.call("DescribeLogGroups", logGroupNamePrefix=name)["logGroups"]
        self.attributes = {"Arn": next(one["arn"] for one in found if one["logGroupName"] == name)}

    def configure(self, properties: Properties) -> None:
        if "RetentionInDays" in properties:
            self._call("PutRetentionPolicy", {"RetentionInDays": properties["RetentionInDays"]})

    def update(self, former: Properties, properties: Properties) -> None:
        if changed(former, properties, ["RetentionInDays"]):
            self._keep_for(properties)
        if keys := removed_tags(former, properties):
            self._call("UntagLogGroup", {"Tags": keys})
        if tags := tags_of(properties):
            self._call("TagLogGroup", {"Tags": tags})

    def remove(self) -> None:
        self._call("DeleteLogGroup", {})

    def _keep_for(self, properties: Properties) -> None:
        if "RetentionInDays" in properties:
            self.configure(properties)
        else:
            self._call("DeleteRetentionPolicy", {})

    def _call(self, operation: str, parameters: Properties) -> None:
        self.call.with_all_properties(operation, {"LogGroupName": self.physical_resource_id, **parameters})

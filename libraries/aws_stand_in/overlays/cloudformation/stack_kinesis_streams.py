"""Streams of Kinesis.

Source: AWS CloudFormation Template Reference, AWS::Kinesis::Stream.
"""

from typing import Any

from aws_stand_in.overlays.cloudformation.changes import Properties, changed, removed_tags, tags_of
from aws_stand_in.overlays.cloudformation.property_values import chosen
from aws_stand_in.overlays.cloudformation.stack_resource import StackResource

_DAY = 24
_METRICS = "DesiredShardLevelMetrics"


class StackKinesisStream(StackResource):
    """A stream of Kinesis Data Streams."""

    TYPE, SERVICE, NAME = "AWS::Kinesis::Stream", "kinesis", "Name"
    ATTRIBUTES = frozenset({"Arn"})
    UPDATABLE = frozenset({_METRICS, "RetentionPeriodHours", "ShardCount", "StreamEncryption", "Tags"})
    PROPERTIES = UPDATABLE | {"StreamModeDetails"}

    def create(self, _name: str, properties: Properties) -> None:
        mode = properties.get("StreamModeDetails", {"StreamMode": "PROVISIONED"})
        self._call("CreateStream", StreamModeDetails=mode, **chosen(properties, ["ShardCount"]))
        described = self._call("DescribeStreamSummary")["StreamDescriptionSummary"]
        self.attributes = {"Arn": described["StreamARN"]}

    def configure(self, properties: Properties) -> None:
        self.update({"ShardCount": properties.get("ShardCount")}, properties)

    def update(self, former: Properties, properties: Properties) -> None:
        if changed(former, properties, ["ShardCount"]):
            shards = properties.get("ShardCount", 1)
            self._call("UpdateShardCount", TargetShardCount=shards, ScalingType="UNIFORM_SCALING")
        self._keep_for(former, properties)
        if changed(former, properties, ["StreamEncryption"]):
            self._encrypt(former, properties)
        self._measure(former, properties)
        if keys := removed_tags(former, properties):
            self._call("RemoveTagsFromStream", TagKeys=keys)
        if tags := tags_of(properties):
            self._call("AddTagsToStream", Tags=tags)

    def remove(self) -> None:
        self._call("DeleteStream")

    def _keep_for(self, former: Properties, properties: Properties) -> None:
        before, hours = (int(one.get("RetentionPeriodHours", _DAY)) for one in (former, properties))
        if before != hours:
            change = "Increase" if hours > before else "Decrease"
            self._call(f"{change}StreamRetentionPeriod", RetentionPeriodHours=hours)

    def _encrypt(self, former: Properties, properties: Properties) -> None:
        wanted = properties.get("StreamEncryption")
        verb = "Start" if wanted else "Stop"
        self._call(f"{verb}StreamEncryption", **(wanted or former["StreamEncryption"]))

    def _measure(self, former: Properties, properties: Properties) -> None:
        before, wanted = set(former.get(_METRICS, ())), set(properties.get(_METRICS, ()))
        if gone := sorted(before - wanted):
            self._call("DisableEnhancedMonitoring", ShardLevelMetrics=gone)
        if new := sorted(wanted - before):
            self._call("EnableEnhancedMonitoring", ShardLevelMetrics=new)

    def _call(self, operation: str, **parameters: Any) -> dict[str, Any]:
        return self.call.with_all_properties(
            operation, {"StreamName": self.physical_resource_id, **parameters}
        )

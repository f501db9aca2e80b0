"""Alarms of CloudWatch.

Source: AWS CloudFormation Template Reference, AWS::CloudWatch::Alarm.
"""

from aws_stand_in.overlays.cloudformation.changes import Properties, change_tags
from aws_stand_in.overlays.cloudformation.property_values import without
from aws_stand_in.overlays.cloudformation.stack_resource import StackResource


class StackAlarm(StackResource):
    """An alarm about a metric."""

    TYPE, SERVICE, NAME = "AWS::CloudWatch::Alarm", "cloudwatch", "AlarmName"
    ATTRIBUTES = frozenset({"Arn"})
    REQUIRED = ("ComparisonOperator",)
    UPDATABLE = frozenset(
        {
            *REQUIRED, "ActionsEnabled", "AlarmActions", "AlarmDescription", "DatapointsToAlarm", "Dimensions",
            "EvaluateLowSampleCountPercentile", "EvaluationPeriods", "ExtendedStatistic", "InsufficientDataActions",
            "MetricName", "Metrics", "Namespace", "OKActions", "Period", "Statistic", "Tags", "Threshold", "ThresholdMetricId",
            "TreatMissingData", "Unit",
        }
    )  # fmt: skip
    PROPERTIES = UPDATABLE

    def create(self, name: str, properties: Properties) -> None:
        self.call.with_all_properties("PutMetricAlarm", {**properties, "AlarmName": name})
        (found,) = self.call("DescribeAlarms", AlarmNames=[name])["MetricAlarms"]
        self.attributes = {"Arn": found["AlarmArn"]}

    def update(self, former: Properties, properties: Properties) -> None:
        wanted = {**without(properties, "Tags"), "AlarmName": self.physical_resource_id}
        self.call.with_all_properties("PutMetricAlarm", wanted)
        change_tags(self.call, {"ResourceARN": self.attributes["Arn"]}, former, properties)

    def remove(self) -> None:
        self.call("DeleteAlarms", AlarmNames=[self.physical_resource_id])

"""Alarms of stacks.

Source: AWS CloudFormation Template Reference, AWS::CloudWatch::Alarm.
"""

from typing import Any

import pytest
from botocore.exceptions import ClientError
from deployment import Deployment, Properties

LATE: Properties = {
    "AlarmName": "late",
    "AlarmDescription": "orders are late",
    "ComparisonOperator": "GreaterThanThreshold",
    "Dimensions": [{"Name": "shop", "Value": "tea"}],
    "EvaluationPeriods": "1",
    "MetricName": "late",
    "Namespace": "orders",
    "Period": "60",
    "Statistic": "Sum",
    "Tags": [{"Key": "team", "Value": "tea"}],
    "Threshold": "2.5",
    "TreatMissingData": "notBreaching",
}


@pytest.fixture
def cloudwatch(aws: Any) -> Any:
    return aws.client("cloudwatch")


def alarms(cloudwatch: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = cloudwatch.describe_alarms()["MetricAlarms"]
    return found


def test_an_alarm_has_all_that_its_template_says(cloudwatch: Any, deploy: Deployment) -> None:
    arn = {"Arn": {"Value": {"Fn::GetAtt": ["Late", "Arn"]}}}
    assert deploy(outputs=arn, Late=("CloudWatch::Alarm", LATE)) == "CREATE_COMPLETE"
    (alarm,) = alarms(cloudwatch)
    kept = {name: alarm[name] for name in LATE if name != "Tags"}
    numbers = {"EvaluationPeriods": 1, "Period": 60, "Threshold": 2.5}
    assert kept == {**{name: value for name, value in LATE.items() if name != "Tags"}, **numbers}
    assert deploy.outputs == {"Arn": alarm["AlarmArn"]}
    assert cloudwatch.list_tags_for_resource(ResourceARN=alarm["AlarmArn"])["Tags"] == LATE["Tags"]


def test_an_alarm_is_changed_in_place_and_goes_with_its_stack(cloudwatch: Any, deploy: Deployment) -> None:
    deploy(Late=("CloudWatch::Alarm", LATE))
    fewer = {name: value for name, value in LATE.items() if name not in ("AlarmDescription", "Tags")}
    assert deploy(Late=("CloudWatch::Alarm", {**fewer, "Threshold": 3})) == "UPDATE_COMPLETE"
    (alarm,) = alarms(cloudwatch)
    assert (alarm["Threshold"], alarm.get("AlarmDescription")) == (3.0, None)
    assert cloudwatch.list_tags_for_resource(ResourceARN=alarm["AlarmArn"])["Tags"] == []
    deploy.delete()
    assert alarms(cloudwatch) == []


def test_an_alarm_that_is_refused_fails_its_stack(cloudwatch: Any, deploy: Deployment) -> None:
    assert deploy(Late=("CloudWatch::Alarm", {**LATE, "Period": 7})) == "ROLLBACK_COMPLETE"
    assert "eriod" in deploy.reason
    assert alarms(cloudwatch) == []


def test_unsupported_properties_are_refused(cloudwatch: Any, deploy: Deployment) -> None:
    with pytest.raises(ClientError, match="does not imitate Undreamt of AWS::CloudWatch::Alarm in a stack"):
        deploy(Late=("CloudWatch::Alarm", {**LATE, "Undreamt": "of"}))
    assert alarms(cloudwatch) == []

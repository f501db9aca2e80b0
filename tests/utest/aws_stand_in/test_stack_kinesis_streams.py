"""Log groups of stacks, and streams of Kinesis.

Source: AWS CloudFormation Template Reference, AWS::Logs::LogGroup and AWS::Kinesis::Stream.
"""

from typing import Any

import pytest
from botocore.exceptions import ClientError
from deployment import Deployment, Properties

TAGS = {"Tags": [{"Key": "team", "Value": "tea"}]}
GROUP: Properties = {"LogGroupName": "orders", "RetentionInDays": 7, **TAGS}
STREAM: Properties = {
    "Name": "orders",
    "ShardCount": "2",
    "RetentionPeriodHours": 48,
    "StreamModeDetails": {"StreamMode": "PROVISIONED"},
    "StreamEncryption": {"EncryptionType": "KMS", "KeyId": "alias/aws/kinesis"},
    "DesiredShardLevelMetrics": ["IncomingBytes"],
    **TAGS,
}


@pytest.fixture
def logs(aws: Any) -> Any:
    return aws.client("logs")


@pytest.fixture
def kinesis(aws: Any) -> Any:
    return aws.client("kinesis")


def groups(logs: Any) -> list[tuple[str, int | None]]:
    return [
        (one["logGroupName"], one.get("retentionInDays")) for one in logs.describe_log_groups()["logGroups"]
    ]


def state_of(kinesis: Any) -> dict[str, Any]:
    described = kinesis.describe_stream_summary(StreamName="orders")["StreamDescriptionSummary"]
    names = ("RetentionPeriodHours", "OpenShardCount", "StreamModeDetails")
    metrics = [one["ShardLevelMetrics"] for one in described["EnhancedMonitoring"]]
    return {
        **{name: described[name] for name in names},
        "encryption": (described.get("EncryptionType"), described.get("KeyId")),
        "metrics": metrics,
        "tags": kinesis.list_tags_for_stream(StreamName="orders")["Tags"],
    }


def test_a_log_group_has_all_that_its_template_says(logs: Any, deploy: Deployment) -> None:
    arn = {"Arn": {"Value": {"Fn::GetAtt": ["Orders", "Arn"]}}}
    assert deploy(outputs=arn, Orders=("Logs::LogGroup", GROUP)) == "CREATE_COMPLETE"
    assert groups(logs) == [("orders", 7)]
    assert logs.list_tags_log_group(logGroupName="orders")["tags"] == {"team": "tea"}
    assert deploy.outputs["Arn"].endswith(":log-group:orders:*")
    assert deploy.ids == {"Orders": "orders"}


def test_a_log_group_is_changed_in_place(logs: Any, deploy: Deployment) -> None:
    deploy(Orders=("Logs::LogGroup", GROUP))
    assert deploy(Orders=("Logs::LogGroup", {**GROUP, "RetentionInDays": "14"})) == "UPDATE_COMPLETE"
    assert groups(logs) == [("orders", 14)]
    assert deploy(Orders=("Logs::LogGroup", {"LogGroupName": "orders"})) == "UPDATE_COMPLETE"
    assert groups(logs) == [("orders", None)]
    assert logs.list_tags_log_group(logGroupName="orders")["tags"] == {}


def test_a_log_group_may_have_a_name_alone(logs: Any, deploy: Deployment) -> None:
    assert deploy(Orders=("Logs::LogGroup", {"LogGroupName": "orders"})) == "CREATE_COMPLETE"
    assert groups(logs) == [("orders", None)]


def test_a_log_group_goes_with_its_stack(logs: Any, deploy: Deployment) -> None:
    deploy(Orders=("Logs::LogGroup", GROUP))
    deploy.delete()
    assert groups(logs) == []


def test_a_log_group_that_cannot_be_configured_is_removed_again(logs: Any, deploy: Deployment) -> None:
    assert deploy(Orders=("Logs::LogGroup", {**GROUP, "RetentionInDays": 8})) == "ROLLBACK_COMPLETE"
    assert "retentionInDays" in deploy.reason
    assert groups(logs) == []


def test_a_stream_has_all_that_its_template_says(kinesis: Any, deploy: Deployment) -> None:
    arn = {"Arn": {"Value": {"Fn::GetAtt": ["Orders", "Arn"]}}}
    assert deploy(outputs=arn, Orders=("Kinesis::Stream", STREAM)) == "CREATE_COMPLETE"
    assert state_of(kinesis) == {
        "RetentionPeriodHours": 48,
        "OpenShardCount": 2,
        "StreamModeDetails": {"StreamMode": "PROVISIONED"},
        "encryption": ("KMS", "alias/aws/kinesis"),
        "metrics": [["IncomingBytes"]],
        "tags": [{"Key": "team", "Value": "tea"}],
    }
    described = kinesis.describe_stream_summary(StreamName="orders")["StreamDescriptionSummary"]
    assert deploy.outputs == {"Arn": described["StreamARN"]}


def test_a_stream_is_changed_in_place(kinesis: Any, deploy: Deployment) -> None:
    deploy(Orders=("Kinesis::Stream", STREAM))
    other = {"Name": "orders", "ShardCount": 3, "StreamModeDetails": STREAM["StreamModeDetails"]}
    assert deploy(Orders=("Kinesis::Stream", other)) == "UPDATE_COMPLETE"
    assert state_of(kinesis) == {
        "RetentionPeriodHours": 24,
        "OpenShardCount": 3,
        "StreamModeDetails": {"StreamMode": "PROVISIONED"},
        "encryption": ("NONE", None),
        "metrics": [[]],
        "tags": [],
    }


def test_a_stream_may_have_its_shards_as_needed(kinesis: Any, deploy: Deployment) -> None:
    on_demand = {"StreamMode": "ON_DEMAND"}
    scaled = {"Name": "orders", "StreamModeDetails": on_demand}
    assert deploy(Orders=("Kinesis::Stream", scaled)) == "CREATE_COMPLETE"
    assert state_of(kinesis)["StreamModeDetails"] == on_demand
    deploy.delete()
    assert kinesis.list_streams()["StreamNames"] == []


@pytest.mark.parametrize(
    ("kind", "properties", "said"),
    [
        (
            "Logs::LogGroup",
            {**GROUP, "DataProtectionPolicy": {}},
            "DataProtectionPolicy of AWS::Logs::LogGroup",
        ),
        ("Logs::LogGroup", {**GROUP, "LogGroupClass": "DELIVERY"}, "LogGroupClass DELIVERY of AWS::Logs"),
        ("Kinesis::Stream", {**STREAM, "MaxRecordSizeInKiB": 2048}, "MaxRecordSizeInKiB of AWS::Kinesis"),
    ],
)
def test_unsupported_properties_are_refused(
    deploy: Deployment, kind: str, properties: Properties, said: str
) -> None:
    with pytest.raises(ClientError, match=f"does not imitate {said}"):
        deploy(It=(kind, properties))

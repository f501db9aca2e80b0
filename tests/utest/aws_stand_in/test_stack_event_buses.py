"""Event buses of stacks and their rules.

Source: AWS CloudFormation Template Reference, AWS::Events::EventBus and AWS::Events::Rule.
"""

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError
from deployment import Deployment, Properties

POLICY = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Sid": "all",
            "Effect": "Allow",
            "Principal": "*",
            "Action": "events:PutEvents",
            "Resource": "*",
        }
    ],
}
BUS: Properties = {
    "Name": "shop",
    "Description": "what happens in the shop",
    "Policy": POLICY,
    "Tags": [{"Key": "team", "Value": "tea"}],
}
JOBS = {"Id": "jobs", "Arn": {"Fn::GetAtt": ["Jobs", "Arn"]}}
SENT = {"InputPathsMap": {"id": "$.detail.id"}, "InputTemplate": '{"order": "<id>"}'}
RULE: Properties = {
    "Name": "ordered",
    "EventBusName": {"Ref": "Shop"},
    "EventPattern": {"source": ["shop"]},
    "Description": "orders",
    "State": "ENABLED",
    "Targets": [{**JOBS, "InputTransformer": SENT}],
}


@pytest.fixture
def events(aws: Any) -> Any:
    return aws.client("events")


def resources(bus: Properties = BUS, rule: Properties = RULE) -> dict[str, tuple[str, Properties]]:
    return {
        "Jobs": ("SQS::Queue", {"QueueName": "jobs"}),
        "Shop": ("Events::EventBus", bus),
        "Ordered": ("Events::Rule", rule),
    }


def received(aws: Any) -> list[Any]:
    sqs = aws.client("sqs")
    url = sqs.get_queue_url(QueueName="jobs")["QueueUrl"]
    found = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", ())
    return [json.loads(one["Body"]) for one in found]


def send(events: Any, number: str) -> None:
    detail = json.dumps({"id": number})
    entry = {"EventBusName": "shop", "Source": "shop", "DetailType": "order", "Detail": detail}
    assert events.put_events(Entries=[entry])["FailedEntryCount"] == 0


def test_an_event_reaches_the_target_of_a_rule(aws: Any, events: Any, deploy: Deployment) -> None:
    arn = {"Arn": {"Value": {"Fn::GetAtt": ["Ordered", "Arn"]}}}
    assert deploy(outputs=arn, **resources()) == "CREATE_COMPLETE"
    send(events, "7")
    assert received(aws) == [{"order": "7"}]
    rule = events.describe_rule(Name="ordered", EventBusName="shop")
    assert deploy.outputs == {"Arn": rule["Arn"]}
    assert (deploy.ids["Shop"], deploy.ids["Ordered"]) == ("shop", "shop|ordered")
    bus = events.describe_event_bus(Name="shop")
    assert bus["Description"] == "what happens in the shop"
    assert json.loads(bus["Policy"])["Statement"][0]["Sid"] == "all"
    assert events.list_tags_for_resource(ResourceARN=bus["Arn"])["Tags"] == BUS["Tags"]


def test_they_are_changed_in_place(aws: Any, events: Any, deploy: Deployment) -> None:
    deploy(**resources())
    bus = {name: value for name, value in BUS.items() if name not in ("Policy", "Tags")}
    rule = {**RULE, "State": "DISABLED", "Description": "none", "Targets": [{**JOBS, "Id": "others"}]}
    assert deploy(**resources(bus, rule)) == "UPDATE_COMPLETE"
    send(events, "7")
    assert received(aws) == []
    found = events.describe_rule(Name="ordered", EventBusName="shop")
    assert (found["State"], found["Description"]) == ("DISABLED", "none")
    targets = events.list_targets_by_rule(Rule="ordered", EventBusName="shop")["Targets"]
    assert [(one["Id"], "InputTransformer" in one) for one in targets] == [("others", False)]
    described = events.describe_event_bus(Name="shop")
    assert "Policy" not in described
    assert events.list_tags_for_resource(ResourceARN=described["Arn"])["Tags"] == []
    assert deploy(**resources()) == "UPDATE_COMPLETE"
    send(events, "8")
    assert received(aws) == [{"order": "8"}]


def test_a_schedule_is_one_of_the_default_bus(events: Any, deploy: Deployment) -> None:
    scheduled = {"ScheduleExpression": "rate(5 minutes)"}
    assert deploy(Often=("Events::Rule", scheduled)) == "CREATE_COMPLETE"
    (rule,) = events.list_rules()["Rules"]
    assert rule["ScheduleExpression"] == "rate(5 minutes)"
    assert deploy.ids == {"Often": rule["Name"]}


def test_they_go_with_their_stack(events: Any, deploy: Deployment) -> None:
    deploy(**resources())
    deploy.delete()
    assert [one["Name"] for one in events.list_event_buses()["EventBuses"]] == ["default"]


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"EventPattern": {"source": "shop"}}, "Event pattern is not valid"),
        ({"Targets": [{**JOBS, "Id": str(number)} for number in range(6)]}, "exceeds the maximum"),
    ],
)
def test_a_rule_that_is_refused_fails_its_stack(
    events: Any, deploy: Deployment, wrong: Properties, reason: str
) -> None:
    assert deploy(**resources(rule={**RULE, **wrong})) == "ROLLBACK_COMPLETE"
    assert reason in deploy.reason
    assert [one["Name"] for one in events.list_event_buses()["EventBuses"]] == ["default"]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"bus": {**BUS, "LogConfig": {"Level": "INFO"}}}, "LogConfig of AWS::Events::EventBus in a stack"),
        ({"rule": {**RULE, "Targets": [{**JOBS, "Undreamt": "of"}]}}, "Targets/Undreamt in a stack"),
    ],
)
def test_unsupported_properties_are_refused(
    events: Any, deploy: Deployment, changed: dict[str, Properties], said: str
) -> None:
    with pytest.raises(ClientError, match=f"does not imitate {said}"):
        deploy(**resources(**changed))
    assert [one["Name"] for one in events.list_event_buses()["EventBuses"]] == ["default"]

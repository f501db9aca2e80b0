"""EventBridge answers as AWS documents it: single requests by `behaviours/events_cases.py`, then what takes several."""

import json
from typing import Any

import pytest
from behaviours import Case
from behaviours.comparing import require
from behaviours.events_cases import CASES, STATUSES


@pytest.fixture
def events(aws: Any) -> Any:
    client = aws.client("events", parameter_validation=False)
    client.put_rule(Name="rule", EventPattern='{"source": ["shop"]}')
    return client


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_event_bridge_answers_as_on_aws(events: Any, account_id: str, case: Case) -> None:
    require(case, events, {"account": account_id}, volatile=("EventId",), statuses=STATUSES)


def test_events_beside_one_that_fails_are_sent(aws: Any, events: Any) -> None:
    sqs = aws.client("sqs")
    url = sqs.create_queue(QueueName="queue")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    events.put_targets(Rule="rule", Targets=[{"Id": "1", "Arn": arn, "InputPath": "$.detail"}])
    details = ['{"number": 1}', "[]", '{"number": 3}']
    answer = events.put_events(
        Entries=[{"Source": "shop", "DetailType": "order", "Detail": detail} for detail in details]
    )
    assert answer["FailedEntryCount"] == 1
    assert ["EventId" in entry for entry in answer["Entries"]] == [True, False, True]
    received = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)["Messages"]
    assert [json.loads(message["Body"])["number"] for message in received] == [1, 3]


@pytest.mark.parametrize(
    ("principal", "stated"),
    [("*", "*"), ("000000000001", {"AWS": "arn:aws:iam::000000000001:root"})],
)
def test_everybody_and_an_account_can_be_permitted_to_send(events: Any, principal: str, stated: Any) -> None:
    """As in LocalStack 4.14.0, services/events/event_bus.py, whose behaviour is validated against AWS."""
    events.put_permission(Action="events:PutEvents", Principal=principal, StatementId="s")
    (statement,) = json.loads(events.describe_event_bus()["Policy"])["Statement"]
    assert statement["Principal"] == stated


def test_an_archive_keeps_the_events_of_its_pattern(events: Any) -> None:
    """Verified on AWS by moto's tests/test_events/test_events.py::test_archive_actual_events."""
    bus = events.describe_event_bus()["Arn"]
    for name, source in (("orders", "shop"), ("others", "elsewhere")):
        pattern = json.dumps({"source": [source]})
        events.create_archive(ArchiveName=name, EventSourceArn=bus, EventPattern=pattern)
    answer = events.put_events(Entries=[{"Source": "shop", "DetailType": "order", "Detail": "{}"}])
    assert answer["FailedEntryCount"] == 0
    assert events.describe_archive(ArchiveName="orders")["EventCount"] == 1
    assert events.describe_archive(ArchiveName="others")["EventCount"] == 0


def test_a_rule_publishes_to_a_topic(aws: Any, events: Any) -> None:
    sns, sqs = aws.client("sns"), aws.client("sqs")
    topic = sns.create_topic(Name="orders")["TopicArn"]
    url = sqs.create_queue(QueueName="queue")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn, Attributes={"RawMessageDelivery": "true"})
    transformer = {"InputPathsMap": {"total": "$.detail.total"}, "InputTemplate": '"An order of <total>."'}
    events.put_targets(Rule="rule", Targets=[{"Id": "1", "Arn": topic, "InputTransformer": transformer}])
    events.put_events(Entries=[{"Source": "shop", "DetailType": "order", "Detail": '{"total": 7}'}])
    (message,) = sqs.receive_message(QueueUrl=url)["Messages"]
    assert message["Body"] == '"An order of 7."'

"""Schedules of EventBridge Scheduler: their targets get what is due by the stand-in's clock.

Source: Amazon EventBridge Scheduler User Guide, "Schedule types" and "Managing targets"; API reference, CreateSchedule.
"""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from s3_requests import refusal


class Schedules:
    """Schedules that send to a queue."""

    def __init__(self, aws: Any, clock: Any) -> None:
        self.aws, self.clock = aws, clock
        self.scheduler, self.sqs = aws.client("scheduler"), aws.client("sqs")
        clock.advance(60 - clock() % 60)  # nothing here may depend on when a minute ends
        self.queue = self.sqs.create_queue(QueueName="ticks")["QueueUrl"]
        self.queue_arn = f"arn:aws:sqs:eu-west-1:{aws.account_id}:ticks"

    def settings(self, name: str, expression: str, **more: Any) -> dict[str, Any]:
        target = {
            "Arn": self.queue_arn,
            "RoleArn": f"arn:aws:iam::{self.aws.account_id}:role/r",
            "Input": name,
        }
        return {
            "Name": name,
            "ScheduleExpression": expression,
            "FlexibleTimeWindow": {"Mode": "OFF"},
            **more,
            "Target": {name: value for name, value in {**target, **more.get("Target", {})}.items() if value},
        }

    def create(self, name: str, expression: str, **more: Any) -> str:
        return str(self.scheduler.create_schedule(**self.settings(name, expression, **more))["ScheduleArn"])

    def at(self, seconds: float) -> str:
        return f"at({datetime.fromtimestamp(self.clock() + seconds, UTC):%Y-%m-%dT%H:%M:%S})"

    def sent(self) -> list[str]:
        """Return what was sent, waiting for something."""
        found = self.sqs.receive_message(QueueUrl=self.queue, MaxNumberOfMessages=10, WaitTimeSeconds=10)
        return [one["Body"] for one in found.get("Messages", [])]

    def names(self) -> list[str]:
        return [one["Name"] for one in self.scheduler.list_schedules()["Schedules"]]


@pytest.fixture
def schedules(aws: Any, clock: Any) -> Schedules:
    return Schedules(aws, clock)


def test_what_is_due_is_sent_in_its_order(schedules: Schedules) -> None:
    schedules.create("second", schedules.at(90))
    schedules.create("first", "rate(1 minute)", EndDate=datetime.fromtimestamp(schedules.clock() + 70, UTC))
    schedules.create("never", schedules.at(-90))
    schedules.create("off", "rate(1 minute)", State="DISABLED")
    schedules.create("gone", "rate(1 minute)")
    schedules.scheduler.delete_schedule(Name="gone")
    schedules.clock.advance(121)
    assert schedules.sent() == ["first", "second"]


def test_a_schedule_that_is_over_is_deleted_if_it_says_so(schedules: Schedules) -> None:
    schedules.create("once", schedules.at(60), ActionAfterCompletion="DELETE")
    schedules.create("kept", schedules.at(60))
    schedules.clock.advance(61)
    assert sorted(schedules.sent()) == ["kept", "once"]
    assert schedules.names() == ["kept"]


def test_a_rate_is_over_at_its_end(schedules: Schedules) -> None:
    end = datetime.fromtimestamp(schedules.clock() + 70, UTC)
    schedules.create("ends", "rate(1 minute)", EndDate=end, ActionAfterCompletion="DELETE")
    schedules.create("goes-on", "rate(1 minute)", ActionAfterCompletion="DELETE")
    schedules.clock.advance(61)
    assert sorted(schedules.sent()) == ["ends", "goes-on"]
    assert schedules.names() == ["goes-on"]


def test_an_event_that_a_bus_does_not_take_is_logged(
    schedules: Schedules, caplog: pytest.LogCaptureFixture
) -> None:
    bus = f"arn:aws:events:eu-west-1:{schedules.aws.account_id}:event-bus/default"
    named = {"Source": "shop", "DetailType": "closed"}
    target = {"Arn": bus, "EventBridgeParameters": named, "Input": "no JSON"}
    schedules.create("wrong", schedules.at(60), Target=target)
    schedules.create("right", schedules.at(61))
    schedules.clock.advance(62)
    assert schedules.sent() == ["right"]
    assert f"The schedule wrong has not reached {bus}." in caplog.text
    assert "MalformedDetail" in caplog.text


def test_a_schedule_that_is_changed_is_due_at_its_new_time(schedules: Schedules) -> None:
    schedules.create("later", schedules.at(60))
    schedules.create("sooner", schedules.at(7200))
    schedules.scheduler.update_schedule(**schedules.settings("later", schedules.at(7200)))
    schedules.scheduler.update_schedule(**schedules.settings("sooner", "rate(1 minute)"))
    schedules.clock.advance(61)
    assert schedules.sent() == ["sooner"]


def test_a_rate_counts_from_its_start(schedules: Schedules) -> None:
    start = datetime.fromtimestamp(schedules.clock() + 600, UTC)
    schedules.create("late", "rate(1 minute)", StartDate=start)
    schedules.create("early", schedules.at(300))
    schedules.clock.advance(661)
    assert schedules.sent() == ["early", "late"]


def test_placeholders_of_the_input_are_filled(schedules: Schedules) -> None:
    text = "<aws.scheduler.schedule-arn> <aws.scheduler.scheduled-time> <aws.scheduler.attempt-number>"
    due = f"{datetime.fromtimestamp(schedules.clock() + 60, UTC):%Y-%m-%dT%H:%M:%SZ}"
    arn = schedules.create("filled", schedules.at(60), Target={"Input": text})
    schedules.clock.advance(61)
    assert schedules.sent() == [f"{arn} {due} 1"]


def test_a_target_without_input_gets_an_event(schedules: Schedules) -> None:
    arn = schedules.create("plain", schedules.at(60), Target={"Input": ""})
    schedules.clock.advance(61)
    (event,) = map(json.loads, schedules.sent())
    assert (event["source"], event["detail-type"], event["resources"]) == (
        "aws.scheduler",
        "Scheduled Event",
        [arn],
    )


def test_a_bus_gets_an_event_of_the_source_that_is_stated(schedules: Schedules) -> None:
    events = schedules.aws.client("events")
    events.put_rule(Name="shop", EventPattern='{"source": ["shop"]}')
    events.put_targets(
        Rule="shop", Targets=[{"Id": "1", "Arn": schedules.queue_arn, "InputPath": "$.detail"}]
    )
    target = {
        "Arn": f"arn:aws:events:eu-west-1:{schedules.aws.account_id}:event-bus/default",
        "EventBridgeParameters": {"Source": "shop", "DetailType": "closed"},
        "Input": '{"a": 1}',
    }
    schedules.create("closing", schedules.at(60), Target=target)
    schedules.clock.advance(61)
    assert [json.loads(text) for text in schedules.sent()] == [{"a": 1}]


def test_a_topic_gets_a_message(schedules: Schedules) -> None:
    sns = schedules.aws.client("sns")
    topic = sns.create_topic(Name="closing")["TopicArn"]
    sns.subscribe(
        TopicArn=topic,
        Protocol="sqs",
        Endpoint=schedules.queue_arn,
        Attributes={"RawMessageDelivery": "true"},
    )
    schedules.create("closing", schedules.at(60), Target={"Arn": topic})
    schedules.clock.advance(61)
    assert schedules.sent() == ["closing"]


@pytest.mark.parametrize(
    "expression", ["a", "rate(0 minutes)", "rate(1 week)", "cron(* *)", "at(2030-01-01)", "at(x)"]
)
def test_a_wrong_expression_is_refused(schedules: Schedules, expression: str) -> None:
    refused = refusal(schedules.scheduler.create_schedule, **schedules.settings("wrong", expression))
    assert refused["Code"] == "ValidationException"
    assert schedules.names() == []


def test_other_targets_are_refused(schedules: Schedules) -> None:
    target = {"Arn": "arn:aws:scheduler:::aws-sdk:sqs:sendMessage"}
    refused = refusal(
        schedules.scheduler.create_schedule, **schedules.settings("other", "rate(1 day)", Target=target)
    )
    assert refused["Code"] == "NotImplemented"
    assert schedules.names() == []


def test_a_reset_ends_schedules(schedules: Schedules, server: Any) -> None:
    schedules.create("gone", "rate(1 minute)")
    server.reset(schedules.aws.account_id)
    queue = schedules.sqs.create_queue(QueueName="ticks")["QueueUrl"]
    schedules.create("next", "rate(1 minute)")
    schedules.clock.advance(61)
    assert queue == schedules.queue
    assert schedules.sent() == ["next"]

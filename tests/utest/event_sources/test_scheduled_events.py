"""Rules and schedules that invoke something at certain times."""

import json
from collections.abc import Callable
from typing import Any

from application_template.application import CreatedResource
from event_sources.event_sources import EventSources
from support.python_functions import PythonFunctions
from support.stand_in import Aws, Clock

StartSources = Callable[..., EventSources]


def received(aws: Aws, url: str) -> list[str]:
    reply = aws.client("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=10)
    return sorted(message["Body"] for message in reply.get("Messages", []))


def rule(aws: Aws, name: str, target: dict[str, Any], **properties: Any) -> CreatedResource:
    described = {"ScheduleExpression": "rate(1 hour)", "Targets": [{"Id": "1", **target}], **properties}
    arn = f"arn:aws:events:eu-west-1:{aws.account_id}:rule/{name}"
    return CreatedResource(name, "AWS::Events::Rule", name, described, {"Arn": arn})


def queue(aws: Aws, name: str) -> tuple[str, str]:
    url = aws.client("sqs").create_queue(QueueName=name)["QueueUrl"]
    return url, f"arn:aws:sqs:eu-west-1:{aws.account_id}:{name}"


def test_rule_sends_a_scheduled_event(aws: Aws, clock: Clock, start_sources: StartSources) -> None:
    url, arn = queue(aws, "ticks")
    sources = start_sources(PythonFunctions({}), rule(aws, "hourly", {"Arn": arn}))
    assert sources.scheduled_rules() == [f"arn:aws:events:eu-west-1:{aws.account_id}:rule/hourly"]

    clock.advance(3601)

    (body,) = received(aws, url)
    event = json.loads(body)
    assert (event["detail-type"], event["source"], event["detail"]) == ("Scheduled Event", "aws.events", {})
    assert event["resources"] == [f"arn:aws:events:eu-west-1:{aws.account_id}:rule/hourly"]


def test_target_has_its_own_input_and_a_disabled_rule_none(
    aws: Aws, clock: Clock, start_sources: StartSources
) -> None:
    url, arn = queue(aws, "ticks")
    start_sources(
        PythonFunctions({}),
        rule(
            aws, "off", {"Arn": arn, "Input": '"off"'}, State="DISABLED", ScheduleExpression="rate(1 minute)"
        ),
        rule(aws, "on", {"Arn": arn, "Input": '"on"'}, ScheduleExpression="rate(1 minute)"),
    )

    clock.advance(61)

    assert received(aws, url) == ['"on"']


def test_schedule_of_the_scheduler(aws: Aws, clock: Clock, start_sources: StartSources) -> None:
    url, arn = queue(aws, "ticks")
    properties = {"ScheduleExpression": "rate(1 hour)", "Target": {"Arn": arn, "Input": '{"a": 1}'}}
    start_sources(PythonFunctions({}), CreatedResource("S", "AWS::Scheduler::Schedule", "s", properties))

    clock.advance(3601)

    assert received(aws, url) == ['{"a": 1}']

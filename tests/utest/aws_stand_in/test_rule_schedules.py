"""Rules of EventBridge with a schedule: their targets get an event when they are due, by the stand-in's clock.

Source: "Creating a rule that runs on a schedule in Amazon EventBridge" in the Amazon EventBridge User Guide.
"""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from aws_stand_in import MockAwsServer


class Rules:
    """A rule that sends to a queue."""

    def __init__(self, aws: Any, clock: Any) -> None:
        self.events, self.sqs, self.clock = aws.client("events"), aws.client("sqs"), clock
        clock.advance(60 - clock() % 60)  # nothing here may depend on when a minute ends
        self.queue = self.sqs.create_queue(QueueName="ticks")["QueueUrl"]
        self.queue_arn = f"arn:aws:sqs:eu-west-1:{aws.account_id}:ticks"

    def put(self, name: str, expression: str | None, **more: Any) -> str:
        schedule = {"ScheduleExpression": expression} if expression else {}
        arn: str = self.events.put_rule(Name=name, **schedule, **more)["RuleArn"]
        target = {"Id": "1", "Arn": self.queue_arn, "InputPath": "$"}
        self.events.put_targets(Rule=name, Targets=[target])
        return arn

    def sent(self) -> list[dict[str, Any]]:
        """Return the events that were sent, waiting for one."""
        found = self.sqs.receive_message(QueueUrl=self.queue, MaxNumberOfMessages=10, WaitTimeSeconds=10)
        return [json.loads(one["Body"]) for one in found.get("Messages", [])]

    def rules_that_sent(self) -> list[str]:
        return [one["resources"][0].rpartition("/")[2] for one in self.sent()]


@pytest.fixture
def rules(aws: Any, clock: Any) -> Rules:
    return Rules(aws, clock)


def test_a_rate_counts_from_its_rule_on(rules: Rules, account_id: str) -> None:
    begun_at = rules.clock()
    arn = rules.put("often", "rate(2 minutes)")
    rules.clock.advance(4 * 60 + 1)
    first, second = rules.sent()
    assert {
        name: first[name] for name in ("source", "detail-type", "account", "region", "resources", "detail")
    } == {
        "source": "aws.events",
        "detail-type": "Scheduled Event",
        "account": account_id,
        "region": "eu-west-1",
        "resources": [arn],
        "detail": {},
    }
    moments = [datetime.fromisoformat(event["time"]).timestamp() for event in (first, second)]
    assert moments[1] - moments[0] == 120
    assert 119 <= moments[0] - begun_at <= 130


def test_a_cron_expression_is_due_at_its_minute(rules: Rules) -> None:
    due = datetime.fromtimestamp(rules.clock() + 3 * 60, UTC)
    rules.put("daily", f"cron({due.minute} {due.hour} * * ? *)")
    rules.clock.advance(3 * 60 + 1)
    (event,) = rules.sent()
    assert event["time"] == f"{due:%Y-%m-%dT%H:%M:00Z}"


def test_rules_that_are_off_gone_or_changed_send_nothing(rules: Rules) -> None:
    rules.put("off", "rate(1 minute)", State="DISABLED")
    rules.put("switched-off", "rate(1 minute)")
    rules.events.disable_rule(Name="switched-off")
    rules.put("gone", "rate(1 minute)")
    rules.events.remove_targets(Rule="gone", Ids=["1"])
    rules.events.delete_rule(Name="gone")
    rules.put("by-pattern", "rate(1 minute)")
    rules.put("by-pattern", None, EventPattern='{"source": ["shop"]}')
    rules.put("slower", "rate(1 minute)")
    rules.put("slower", "rate(1 hour)")
    rules.put("on", "rate(1 minute)")
    rules.clock.advance(61)
    assert rules.rules_that_sent() == ["on"]


def test_a_target_that_fails_takes_the_event_from_no_other(
    rules: Rules, aws: Any, caplog: pytest.LogCaptureFixture
) -> None:
    for name in ("first", "second"):
        rules.put(name, "rate(1 minute)")
    gone = f"arn:aws:logs:eu-west-1:{aws.account_id}:log-group:gone"
    rules.events.put_targets(
        Rule="first", Targets=[{"Id": "0", "Arn": gone}, {"Id": "1", "Arn": rules.queue_arn}]
    )
    rules.clock.advance(61)
    assert sorted(rules.rules_that_sent()) == ["first", "second"]
    assert f"An event of the rule first has not reached {gone}." in caplog.messages


def test_a_log_group_gets_the_event(rules: Rules, aws: Any) -> None:
    logs = aws.client("logs")
    logs.create_log_group(logGroupName="/aws/events/ticks")
    arn = f"arn:aws:logs:eu-west-1:{aws.account_id}:log-group:/aws/events/ticks:*"
    rules.put("logged", "rate(1 minute)")
    rules.events.put_targets(Rule="logged", Targets=[{"Id": "2", "Arn": arn}])
    rules.clock.advance(61)
    (sent,) = rules.sent()
    (logged,) = logs.filter_log_events(logGroupName="/aws/events/ticks")["events"]
    assert json.loads(logged["message"]) == sent


def test_schedules_can_be_left_to_somebody_else(rules: Rules, server: MockAwsServer) -> None:
    server.stand_in.stop_schedules([rules.put("left", "rate(1 minute)")])
    rules.put("kept", "rate(1 minute)")
    rules.clock.advance(61)
    assert rules.rules_that_sent() == ["kept"]

"""Composite alarms: rules, states, actions, suppression, history.

Sources: PutCompositeAlarm, DescribeAlarms, DescribeAlarmHistory, DeleteAlarms in the Amazon CloudWatch API Reference; "Create
a composite alarm" and "Composite alarm action suppression" in the Amazon CloudWatch User Guide.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

import pytest
from botocore.exceptions import ClientError

from aws_stand_in.overlays.cloudwatch.alarm_rules import AlarmRule, InvalidRuleError

STATES = {"a": "ALARM", "b": "OK", "c": "INSUFFICIENT_DATA", "with space": "ALARM"}


class Composites:
    """Two metric alarms whose states a test sets, and a topic that composite alarms publish to."""

    def __init__(self, aws: Any, clock: Any) -> None:
        self.cloudwatch, self.clock = aws.client("cloudwatch"), clock
        self.arn = f"arn:aws:cloudwatch:eu-west-1:{aws.account_id}:alarm"
        self.sqs, sns = aws.client("sqs"), aws.client("sns")
        self.topic = sns.create_topic(Name="alarms")["TopicArn"]
        self.queue = self.sqs.create_queue(QueueName="alarms")["QueueUrl"]
        named = {"QueueUrl": self.queue, "AttributeNames": ["QueueArn"]}
        arn = self.sqs.get_queue_attributes(**named)["Attributes"]["QueueArn"]
        sns.subscribe(TopicArn=self.topic, Protocol="sqs", Endpoint=arn)
        for name in ("errors", "latency", "maintenance"):
            self.cloudwatch.put_metric_alarm(
                AlarmName=name,
                Namespace="n",
                MetricName=name,
                Statistic="Sum",
                Period=60,
                EvaluationPeriods=1,
                Threshold=10,
                ComparisonOperator="GreaterThanThreshold",
                TreatMissingData="ignore",
            )
            self.set(name, "OK")

    def set(self, name: str, state: str) -> None:
        self.cloudwatch.set_alarm_state(AlarmName=name, StateValue=state, StateReason="test")

    def create(self, rule: str = "ALARM(errors) OR ALARM(latency)", name: str = "all", **more: Any) -> None:
        actions = {"AlarmActions": [self.topic], "OKActions": [self.topic]}
        self.cloudwatch.put_composite_alarm(AlarmName=name, AlarmRule=rule, **{**actions, **more})

    def described(self, name: str = "all") -> dict[str, Any]:
        answer = self.cloudwatch.describe_alarms(AlarmNames=[name], AlarmTypes=["CompositeAlarm"])
        found: dict[str, Any] = answer["CompositeAlarms"][0]
        return found

    def state(self, name: str = "all") -> str:
        return str(self.described(name)["StateValue"])

    def messages(self) -> list[dict[str, Any]]:
        found = []
        while received := self.sqs.receive_message(QueueUrl=self.queue).get("Messages"):
            for one in received:
                found.append(json.loads(json.loads(one["Body"])["Message"]))
                self.sqs.delete_message(QueueUrl=self.queue, ReceiptHandle=one["ReceiptHandle"])
        return found

    def states_told(self) -> list[str]:
        self.state()
        return [one["NewStateValue"] for one in self.messages()]


@pytest.fixture
def composites(aws: Any, clock: Any) -> Composites:
    return Composites(aws, clock)


# ---------------------------------------------------------------------------------------------------------------- rules


@pytest.mark.parametrize(
    ("rule", "is_met"),
    [
        ("ALARM(a)", True),
        ('ALARM("a")', True),
        ('ALARM("with space") AND ALARM( with space )', True),
        ("OK(a)", False),
        ("OK(b) AND INSUFFICIENT_DATA(c)", True),
        ("ALARM(a) AND OK(c)", False),
        ("ALARM(b) OR ALARM(a)", True),
        ("NOT ALARM(a)", False),
        ("NOT NOT ALARM(a)", True),
        ("NOT ALARM(b) AND TRUE", True),
        ("TRUE OR FALSE AND FALSE", True),
        ("(TRUE OR FALSE) AND FALSE", False),
        ("NOT (ALARM(b) OR ALARM(c))", True),
        ("ALARM(gone)", False),
        ("FALSE", False),
    ],
)
def test_a_rule_is_met(rule: str, is_met: bool) -> None:
    assert AlarmRule(rule).is_met(STATES.get) is is_met


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        ("", "expected an alarm, got the end of the rule"),
        ("errors", "'errors' cannot be read"),
        ("ALARM(errors", "'ALARM(errors' cannot be read"),
        ("ALARM()", "'ALARM()' cannot be read"),
        ("ALARM(errors) ALARM(latency)", "unexpected 'ALARM(latency)'"),
        ("ALARM(errors) AND", "expected an alarm, got the end of the rule"),
        ("NOT", "expected an alarm, got the end of the rule"),
        ("AND ALARM(errors)", "expected an alarm, got AND"),
        ("(ALARM(errors)", "a bracket is not closed"),
        ("ALARM(errors))", "unexpected ')'"),
        ("BAD(errors)", "'BAD(errors)' cannot be read"),
        ("alarm(errors)", "'alarm(errors)' cannot be read"),
        (" OR ".join(f"ALARM(a{number})" for number in range(101)), "it names more than 100 alarms"),
        (" OR ".join(["TRUE"] * 501), "it has more than 500 elements"),
    ],
)
def test_other_rules_are_refused(rule: str, reason: str) -> None:
    with pytest.raises(InvalidRuleError, match=f"^{re.escape(reason)}$"):
        AlarmRule(rule)


def test_a_rule_may_be_long() -> None:
    """PutCompositeAlarm: 100 children, 500 elements."""
    children = AlarmRule(" OR ".join(f"ALARM(a{number})" for number in range(100))).children
    assert len(children) == 100
    assert AlarmRule(" OR ".join(["FALSE"] * 499 + ["TRUE"])).is_met({}.get)


# --------------------------------------------------------------------------------------------------------------- states


def test_a_composite_alarm_follows_its_children(composites: Composites) -> None:
    composites.create()
    assert composites.described()["StateReason"].endswith(
        ":alarm:all was created and its alarm rule evaluates to OK"
    )
    composites.set("latency", "ALARM")
    described = composites.described()
    assert described["StateValue"] == "ALARM"
    assert described["StateReason"].startswith(f"{composites.arn}:latency transitioned to ALARM at ")
    [child] = json.loads(described["StateReasonData"])["triggeringAlarms"]
    assert (child["arn"], child["state"]["value"]) == (f"{composites.arn}:latency", "ALARM")
    composites.set("latency", "OK")
    assert composites.state() == "OK"


def test_a_new_composite_alarm_waits_for_its_evaluation(composites: Composites) -> None:
    composites.create("TRUE")
    history = composites.cloudwatch.describe_alarm_history(
        AlarmName="all", AlarmTypes=["CompositeAlarm"], ScanBy="TimestampAscending"
    )["AlarmHistoryItems"]
    assert composites.state() == "ALARM"
    assert [one["HistorySummary"] for one in history][:1] == ['Alarm "all" created']
    later = composites.cloudwatch.describe_alarm_history(AlarmName="all", AlarmTypes=["CompositeAlarm"])
    summaries = {one["HistorySummary"] for one in later["AlarmHistoryItems"]}
    assert "Alarm updated from INSUFFICIENT_DATA to ALARM" in summaries
    assert f"Successfully executed action {composites.topic}" in summaries
    assert {one["AlarmType"] for one in later["AlarmHistoryItems"]} == {"CompositeAlarm"}
    assert composites.cloudwatch.describe_alarm_history(AlarmName="all")["AlarmHistoryItems"] == []


def test_a_state_that_was_set_stays_until_a_child_changes(composites: Composites) -> None:
    """SetAlarmState."""
    composites.create()
    assert composites.state() == "OK"
    composites.set("all", "ALARM")
    assert composites.state() == "ALARM"
    composites.set("errors", "INSUFFICIENT_DATA")
    assert composites.state() == "OK"


def test_composite_alarms_depend_on_each_other(composites: Composites) -> None:
    composites.create("ALARM(errors)", "one")
    composites.create(f'ALARM("{composites.arn}:one")', "two")
    composites.set("errors", "ALARM")
    assert (composites.state("one"), composites.state("two")) == ("ALARM", "ALARM")


def test_a_cycle_is_not_evaluated(composites: Composites) -> None:
    composites.create("FALSE", "one")
    composites.create("NOT ALARM(one)", "two")
    composites.create("ALARM(errors)", "apart")
    assert composites.state("two") == "ALARM"
    composites.create("ALARM(two)", "one")
    composites.set("errors", "ALARM")
    assert [composites.state(name) for name in ("one", "two", "apart")] == ["OK", "ALARM", "ALARM"]


def test_an_update_is_evaluated(composites: Composites) -> None:
    composites.create("FALSE")
    assert composites.state() == "OK"
    composites.clock.advance(1)
    composites.create("TRUE")
    described = composites.described()
    assert described["StateValue"] == "ALARM"
    assert described["StateReason"].endswith(":all was updated and its alarm rule evaluates to ALARM")


# -------------------------------------------------------------------------------------------------------------- actions


def test_actions_tell_the_rule_and_what_triggered_it(composites: Composites) -> None:
    composites.create(AlarmDescription="everything")
    composites.state()
    composites.messages()
    composites.set("errors", "ALARM")
    assert composites.state() == "ALARM"
    [message] = composites.messages()
    shown = {
        name: message[name] for name in ("AlarmName", "AlarmDescription", "OldStateValue", "NewStateValue")
    }
    assert shown == {
        "AlarmName": "all",
        "AlarmDescription": "everything",
        "OldStateValue": "OK",
        "NewStateValue": "ALARM",
    }
    assert message["AlarmRule"] == "ALARM(errors) OR ALARM(latency)"
    assert [one["Arn"] for one in message["TriggeringChildren"]] == [f"{composites.arn}:errors"]
    assert "Trigger" not in message


def test_actions_may_be_off(composites: Composites) -> None:
    composites.create("TRUE", ActionsEnabled=False)
    assert composites.state() == "ALARM"
    assert composites.messages() == []
    composites.cloudwatch.enable_alarm_actions(AlarmNames=["all"])
    composites.set("all", "OK")
    assert composites.states_told() == ["OK"]


def test_a_change_is_an_event(aws: Any, composites: Composites) -> None:
    """Amazon CloudWatch User Guide, "Alarm events and EventBridge"."""
    events = aws.client("events")
    pattern = {"source": ["aws.cloudwatch"], "detail": {"alarmName": ["all"]}}
    events.put_rule(Name="alarms", EventPattern=json.dumps(pattern))
    arn = composites.sqs.get_queue_attributes(QueueUrl=composites.queue, AttributeNames=["QueueArn"])
    events.put_targets(Rule="alarms", Targets=[{"Id": "q", "Arn": arn["Attributes"]["QueueArn"]}])
    composites.create("ALARM(errors)", AlarmActions=[], OKActions=[], **suppressed_by("maintenance"))
    assert composites.state() == "OK"
    body = composites.sqs.receive_message(QueueUrl=composites.queue)["Messages"][0]["Body"]
    detail = json.loads(body)["detail"]
    assert detail["state"]["value"] == "OK"
    assert detail["configuration"] == {
        "alarmRule": "ALARM(errors)",
        "actionsSuppressor": "maintenance",
        "actionsSuppressorWaitPeriod": 60,
        "actionsSuppressorExtensionPeriod": 120,
    }


# ---------------------------------------------------------------------------------------------------------- suppression


def suppressed_by(name: str) -> Mapping[str, Any]:
    return {
        "ActionsSuppressor": name,
        "ActionsSuppressorWaitPeriod": 60,
        "ActionsSuppressorExtensionPeriod": 120,
    }


@pytest.fixture
def suppressed(composites: Composites) -> Composites:
    """A composite alarm that is OK, has told so, and has a suppressor."""
    composites.create("ALARM(errors)", **suppressed_by("maintenance"))
    composites.state()
    composites.clock.advance(61)
    assert composites.states_told() == ["OK"]
    return composites


def test_actions_wait_for_the_suppressor(suppressed: Composites) -> None:
    suppressed.set("errors", "ALARM")
    described = suppressed.described()
    assert (described["StateValue"], described["ActionsSuppressedBy"]) == ("ALARM", "WaitPeriod")
    assert described["ActionsSuppressedReason"] == "Actions suppressed by WaitPeriod"
    suppressed.clock.advance(59)
    assert suppressed.states_told() == []
    suppressed.clock.advance(1)
    assert suppressed.states_told() == ["ALARM"]
    assert "ActionsSuppressedBy" not in suppressed.described()
    assert suppressed.states_told() == []


def test_actions_are_suppressed(suppressed: Composites) -> None:
    suppressed.set("errors", "ALARM")
    suppressed.set("maintenance", "ALARM")
    assert suppressed.described()["ActionsSuppressedBy"] == "Alarm"
    suppressed.clock.advance(3600)
    assert suppressed.states_told() == []
    suppressed.set("maintenance", "OK")
    assert suppressed.described()["ActionsSuppressedBy"] == "ExtensionPeriod"
    suppressed.clock.advance(119)
    assert suppressed.states_told() == []
    suppressed.clock.advance(1)
    assert suppressed.states_told() == ["ALARM"]


def test_an_alarm_that_ends_while_suppressed_sends_no_alarm_action(suppressed: Composites) -> None:
    suppressed.set("maintenance", "ALARM")
    suppressed.set("errors", "ALARM")
    assert suppressed.described()["ActionsSuppressedBy"] == "Alarm"
    suppressed.set("errors", "OK")
    assert suppressed.state() == "OK"
    suppressed.set("maintenance", "OK")
    assert suppressed.described()["ActionsSuppressedBy"] == "ExtensionPeriod"
    suppressed.clock.advance(120)
    assert suppressed.states_told() == ["OK"]


# ------------------------------------------------------------------------------------------------- described and deleted


def test_alarms_are_described_by_type(composites: Composites) -> None:
    composites.create("ALARM(errors)", "one")
    describe = composites.cloudwatch.describe_alarms

    def names(**asked: Any) -> tuple[list[str], list[str]]:
        answer = describe(**asked)
        metric, composite = (
            [one["AlarmName"] for one in answer[name]] for name in ("MetricAlarms", "CompositeAlarms")
        )
        return metric, composite

    metric = ["errors", "latency", "maintenance"]
    assert names() == (metric, [])
    assert names(AlarmTypes=["CompositeAlarm"]) == ([], ["one"])
    assert names(AlarmTypes=["CompositeAlarm", "MetricAlarm"]) == (metric, ["one"])
    assert names(ChildrenOfAlarmName="one") == (["errors"], [])
    assert names(ParentsOfAlarmName="errors") == ([], ["one"])
    assert names(ParentsOfAlarmName="latency") == ([], [])
    first = describe(AlarmTypes=["CompositeAlarm", "MetricAlarm"], MaxRecords=3)
    rest = describe(AlarmTypes=["CompositeAlarm", "MetricAlarm"], NextToken=first["NextToken"])
    assert [one["AlarmName"] for one in rest["CompositeAlarms"]] == ["one"]
    child = describe(ChildrenOfAlarmName="one")["MetricAlarms"][0]
    assert child.keys() == {"AlarmName", "AlarmArn", "StateValue", "StateUpdatedTimestamp"}
    parent = describe(ParentsOfAlarmName="errors")["CompositeAlarms"][0]
    assert parent == {"AlarmName": "one", "AlarmArn": f"{composites.arn}:one"}


def test_an_alarm_that_others_depend_on_stays(composites: Composites) -> None:
    composites.create("ALARM(errors)", "one")
    composites.create("ALARM(one)", "two")
    delete = composites.cloudwatch.delete_alarms
    for name in ("errors", "one"):
        told = f"Cannot delete {name} as there are composite alarm"
        with pytest.raises(ClientError, match=told) as refused:
            delete(AlarmNames=[name])
        assert refused.value.response["Error"]["Code"] == "ValidationError"
    with pytest.raises(ClientError, match="Only one composite alarm"):
        delete(AlarmNames=["one", "two"])
    delete(AlarmNames=["two"])
    delete(AlarmNames=["one", "errors"])
    answer = composites.cloudwatch.describe_alarms(AlarmTypes=["CompositeAlarm", "MetricAlarm"])
    assert answer["CompositeAlarms"] == []
    assert [one["AlarmName"] for one in answer["MetricAlarms"]] == ["latency", "maintenance"]


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"rule": "ALARM(errors"}, "Invalid AlarmRule: "),
        ({"rule": "ALARM(gone)"}, "Could not save the composite alarm as alarms [gone] in the alarm rule do not exist"),
        ({"ActionsSuppressor": "errors"}, "must be specified with ActionsSuppressor."),
        ({"ActionsSuppressorWaitPeriod": 5}, "ActionsSuppressorWaitPeriod cannot be specified without ActionsSuppressor."),
        (suppressed_by("gone"), "The alarm gone in ActionsSuppressor does not exist."),
        ({"name": "errors"}, "An alarm of another type, MetricAlarm, is named errors."),
    ],
)  # fmt: skip
def test_composite_alarms_that_cannot_be_are_refused(
    composites: Composites, settings: dict[str, Any], told: str
) -> None:
    with pytest.raises(ClientError) as refused:
        composites.create(**settings)
    error = refused.value.response["Error"]
    assert error["Code"] == "ValidationError"
    assert told in error["Message"]
    answer = composites.cloudwatch.describe_alarms(AlarmTypes=["CompositeAlarm"])
    assert answer["CompositeAlarms"] == []


def test_relatives_are_asked_for_alone(composites: Composites) -> None:
    """DescribeAlarms: ChildrenOfAlarmName, ParentsOfAlarmName."""
    composites.create()
    for more in ({"StateValue": "OK"}, {"ParentsOfAlarmName": "errors"}):
        with pytest.raises(ClientError, match="Only MaxRecords and NextToken"):
            composites.cloudwatch.describe_alarms(ChildrenOfAlarmName="all", **more)


def test_a_composite_alarm_has_tags(composites: Composites) -> None:
    composites.create(Tags=[{"Key": "team", "Value": "a"}])
    tags = composites.cloudwatch.list_tags_for_resource(ResourceARN=f"{composites.arn}:all")["Tags"]
    assert tags == [{"Key": "team", "Value": "a"}]

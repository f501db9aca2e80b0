"""CloudWatch alarms: states, missing data, actions, history.

Sources: "Alarm evaluation" and "Configuring how CloudWatch alarms treat missing data" in the Amazon CloudWatch User Guide;
PutMetricAlarm, DescribeAlarms, SetAlarmState and DescribeAlarmHistory in the Amazon CloudWatch API Reference.
"""

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from botocore.exceptions import ClientError

from aws_stand_in.overlays.cloudwatch.alarm_overlay import AlarmOverlay
from aws_stand_in.overlays.cloudwatch.metric_alarm import MetricAlarm
from support.waiting import eventually, wait_until


class Alarms:
    """An alarm on a metric of this test, and a topic that it publishes to."""

    def __init__(self, aws: Any, clock: Any) -> None:
        self.cloudwatch = aws.client("cloudwatch")
        self.clock = clock
        clock.advance(60 - clock() % 60)  # nothing here may depend on when a minute ends
        self.sns, self.sqs = aws.client("sns"), aws.client("sqs")
        self.topic = self.sns.create_topic(Name="alarms")["TopicArn"]
        self.queue = self.sqs.create_queue(QueueName="alarms")["QueueUrl"]
        arn = self.sqs.get_queue_attributes(QueueUrl=self.queue, AttributeNames=["QueueArn"])["Attributes"][
            "QueueArn"
        ]
        self.sns.subscribe(TopicArn=self.topic, Protocol="sqs", Endpoint=arn)

    def create(self, **settings: Any) -> None:
        given = {
            "AlarmName": "errors",
            "Namespace": "n",
            "MetricName": "m",
            "Statistic": "Sum",
            "Period": 60,
            "EvaluationPeriods": 1,
            "Threshold": 10,
            "ComparisonOperator": "GreaterThanOrEqualToThreshold",
            "AlarmActions": [self.topic],
            **settings,
        }
        self.cloudwatch.put_metric_alarm(**{name: one for name, one in given.items() if one is not None})

    def put(self, value: float, **more: Any) -> None:
        moment = datetime.fromtimestamp(self.clock(), UTC)
        datum = {"MetricName": "m", "Value": value, "Timestamp": moment, **more}
        self.cloudwatch.put_metric_data(Namespace="n", MetricData=[datum])

    def described(self) -> dict[str, Any]:
        found: dict[str, Any] = self.cloudwatch.describe_alarms(AlarmNames=["errors"])["MetricAlarms"][0]
        return found

    @property
    def state(self) -> str:
        return str(self.described()["StateValue"])

    def messages(self) -> list[dict[str, Any]]:
        """Return the messages of the alarm, waiting for one."""
        found = self.sqs.receive_message(QueueUrl=self.queue, MaxNumberOfMessages=10, WaitTimeSeconds=10)
        return [json.loads(one["Body"]) for one in found.get("Messages", [])]


@pytest.fixture
def alarms(aws: Any, clock: Any) -> Alarms:
    return Alarms(aws, clock)


def test_an_alarm_begins_without_data(alarms: Alarms) -> None:
    alarms.create()
    found = alarms.described()
    assert (found["StateValue"], found["StateReason"]) == (
        "INSUFFICIENT_DATA",
        "Unchecked: Initial alarm creation",
    )
    assert (found["AlarmActions"], found["OKActions"], found["ActionsEnabled"]) == ([alarms.topic], [], True)


def test_an_alarm_follows_its_metric(alarms: Alarms) -> None:
    alarms.create()
    alarms.put(9)
    assert alarms.state == "OK"
    alarms.put(1)
    found = alarms.described()
    assert found["StateValue"] == "ALARM"
    assert found["StateReason"].startswith("Threshold Crossed: 1 datapoint [10.0 (")
    assert found["StateReason"].endswith("was greater than or equal to the threshold (10.0).")
    alarms.clock.advance(60 * 5)
    assert alarms.state == "INSUFFICIENT_DATA"


def test_an_alarm_publishes_without_being_asked_about(alarms: Alarms) -> None:
    alarms.create(AlarmDescription="Too many errors.", Dimensions=[{"Name": "Stage", "Value": "a"}])
    alarms.put(12, Dimensions=[{"Name": "Stage", "Value": "a"}])
    (notification,) = alarms.messages()
    assert notification["Subject"] == 'ALARM: "errors" in eu-west-1'
    message = json.loads(notification["Message"])
    assert (message["AlarmName"], message["AlarmDescription"]) == ("errors", "Too many errors.")
    assert (message["OldStateValue"], message["NewStateValue"]) == ("INSUFFICIENT_DATA", "ALARM")
    assert message["Trigger"]["Dimensions"] == [{"name": "Stage", "value": "a"}]
    assert (message["Trigger"]["Statistic"], message["Trigger"]["Threshold"]) == ("SUM", 10.0)
    assert message["AlarmArn"].endswith(":alarm:errors")


def test_each_state_has_actions_of_its_own(alarms: Alarms) -> None:
    alarms.create(AlarmActions=None, OKActions=[alarms.topic])
    alarms.put(12)
    assert alarms.state == "ALARM"
    alarms.cloudwatch.set_alarm_state(AlarmName="errors", StateValue="OK", StateReason="by hand")
    assert [json.loads(one["Message"])["NewStateReason"] for one in alarms.messages()] == ["by hand"]


def test_actions_can_be_switched_off(alarms: Alarms) -> None:
    alarms.create()
    alarms.cloudwatch.disable_alarm_actions(AlarmNames=["errors"])
    alarms.put(12)
    assert (alarms.state, alarms.described()["ActionsEnabled"]) == ("ALARM", False)
    alarms.cloudwatch.enable_alarm_actions(AlarmNames=["errors"])
    alarms.cloudwatch.set_alarm_state(AlarmName="errors", StateValue="OK", StateReason="by hand")
    assert alarms.state == "ALARM"
    (notification,) = alarms.messages()
    assert json.loads(notification["Message"])["OldStateValue"] == "OK"


def test_a_state_that_was_set_ends_with_the_next_evaluation(alarms: Alarms) -> None:
    alarms.create(AlarmActions=None)
    alarms.put(1)
    assert alarms.state == "OK"
    alarms.cloudwatch.set_alarm_state(
        AlarmName="errors", StateValue="ALARM", StateReason="by hand", StateReasonData='{"a": 1}'
    )
    assert alarms.state == "OK"
    items = alarms.cloudwatch.describe_alarm_history(AlarmName="errors", HistoryItemType="StateUpdate")[
        "AlarmHistoryItems"
    ]
    assert [one["HistorySummary"] for one in items] == [
        "Alarm updated from ALARM to OK",
        "Alarm updated from OK to ALARM",
        "Alarm updated from INSUFFICIENT_DATA to OK",
    ]


@pytest.mark.parametrize(("percentile", "state"), [("p90", "OK"), ("p96", "ALARM")])
def test_percentiles_can_be_compared(alarms: Alarms, percentile: str, state: str) -> None:
    alarms.create(Statistic=None, ExtendedStatistic=percentile, AlarmActions=None)
    for value in [1.0] * 19 + [50.0]:
        alarms.put(value)
    assert alarms.state == state


def test_alarms_are_found_by_prefix_state_action_and_metric(alarms: Alarms) -> None:
    alarms.create()
    alarms.create(AlarmName="other", AlarmActions=None, MetricName="other")

    def names(**given: Any) -> list[str]:
        return [one["AlarmName"] for one in alarms.cloudwatch.describe_alarms(**given)["MetricAlarms"]]

    assert names() == ["errors", "other"]
    assert names(AlarmNamePrefix="o") == ["other"]
    assert names(ActionPrefix="arn:aws:sns:") == ["errors"]
    assert names(StateValue="OK") == []
    assert names(StateValue="INSUFFICIENT_DATA") == ["errors", "other"]
    pages = alarms.cloudwatch.get_paginator("describe_alarms").paginate(PaginationConfig={"PageSize": 1})
    assert [len(page["MetricAlarms"]) for page in pages] == [1, 1]
    found = alarms.cloudwatch.describe_alarms_for_metric(Namespace="n", MetricName="other")["MetricAlarms"]
    assert [one["AlarmName"] for one in found] == ["other"]
    alarms.cloudwatch.delete_alarms(AlarmNames=["other"])
    assert names() == ["errors"]


def test_alarms_with_correct_names_are_deleted_beside_others(alarms: Alarms) -> None:
    """Source: DeleteAlarms in the API reference: "If you specify any incorrect alarm names, the alarms you specify with
    correct names are still deleted"."""
    for name in ("errors", "kept"):
        alarms.create(AlarmName=name)
    with pytest.raises(ClientError, match="none") as refused:
        alarms.cloudwatch.delete_alarms(AlarmNames=["none", "errors"])
    assert _code_and_status(refused.value) == ("ResourceNotFound", 404)
    left = alarms.cloudwatch.describe_alarms()["MetricAlarms"]
    assert [one["AlarmName"] for one in left] == ["kept"]


def test_a_changed_alarm_keeps_its_state(alarms: Alarms) -> None:
    alarms.create(AlarmActions=None)
    alarms.put(1)
    assert alarms.state == "OK"
    alarms.create(AlarmActions=None, AlarmDescription="changed")
    assert (alarms.state, alarms.described()["AlarmDescription"]) == ("OK", "changed")


def test_an_alarm_changes_by_time_alone(alarms: Alarms) -> None:
    alarms.create(AlarmActions=None, InsufficientDataActions=[alarms.topic])
    alarms.put(1)
    assert alarms.state == "OK"
    alarms.clock.advance(60 * 5)
    found = eventually(alarms.messages)
    assert [json.loads(one["Message"])["NewStateValue"] for one in found] == ["INSUFFICIENT_DATA"]


NO_SAMPLES = {"SampleCount": 0, "Sum": 0, "Minimum": 0, "Maximum": 0}
SEVERAL_SAMPLES = {"SampleCount": 5, "Sum": 38, "Minimum": 0.5, "Maximum": 20}


@pytest.mark.parametrize(
    ("statistic", "values"),
    [
        ({"Statistic": "Average"}, NO_SAMPLES),
        ({"Statistic": None, "ExtendedStatistic": "p90"}, SEVERAL_SAMPLES),
    ],
    ids=["average of no samples", "percentile of statistics that were put"],
)
def test_a_statistic_that_is_no_number_counts_as_missing(
    alarms: Alarms, statistic: dict[str, str], values: dict[str, float]
) -> None:
    moment = datetime.fromtimestamp(alarms.clock(), UTC)
    datum = {"MetricName": "m", "StatisticValues": values, "Timestamp": moment}
    alarms.cloudwatch.put_metric_data(Namespace="n", MetricData=[datum])
    for treatment, state in (("breaching", "ALARM"), ("notBreaching", "OK")):
        alarms.create(**statistic, AlarmActions=None, TreatMissingData=treatment)
        assert alarms.state == state


def test_a_change_is_an_event_for_rules(aws: Any, alarms: Alarms, account_id: str) -> None:
    events, queue = aws.client("events"), alarms.sqs.create_queue(QueueName="events")["QueueUrl"]
    arn = alarms.topic.replace(":sns:", ":sqs:").replace(":alarms", ":events")
    pattern = {"source": ["aws.cloudwatch"], "detail": {"state": {"value": ["ALARM"]}}}
    events.put_rule(Name="changes", EventPattern=json.dumps(pattern))
    events.put_targets(Rule="changes", Targets=[{"Id": "1", "Arn": arn}])
    alarms.create(AlarmActions=None, AlarmDescription="Too many errors", ActionsEnabled=False)
    alarms.put(1)
    assert alarms.state == "OK"
    alarms.put(12)
    assert alarms.state == "ALARM"
    (message,) = alarms.sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10)["Messages"]
    event, described = json.loads(message["Body"]), alarms.described()
    detail = event["detail"]
    assert (event["detail-type"], event["account"], event["region"], event["resources"]) == (
        "CloudWatch Alarm State Change",
        account_id,
        "eu-west-1",
        [described["AlarmArn"]],
    )
    assert detail["alarmName"] == "errors"
    assert (detail["state"]["value"], detail["state"]["reason"]) == ("ALARM", described["StateReason"])
    assert detail["previousState"]["value"] == "OK"
    assert "not greater than or equal to" in detail["previousState"]["reason"]
    assert detail["previousState"]["timestamp"] <= detail["state"]["timestamp"]
    (metric,) = detail["configuration"]["metrics"]
    assert detail["configuration"]["description"] == "Too many errors"
    assert metric["metricStat"] == {
        "metric": {"namespace": "n", "name": "m", "dimensions": {}},
        "period": 60,
        "stat": "Sum",
    }


def test_alarms_go_on_after_an_evaluation_has_failed(
    alarms: Alarms, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    evaluate, failures = AlarmOverlay.evaluate, iter([RuntimeError("no metrics 4711")])

    def fail_once(overlay: AlarmOverlay, account_id: str, region: str) -> None:
        for error in failures:
            raise error
        evaluate(overlay, account_id, region)

    monkeypatch.setattr(AlarmOverlay, "evaluate", fail_once)
    alarms.create()
    wait_until(lambda: "no metrics 4711" in caplog.text)
    alarms.put(12)
    assert [json.loads(one["Message"])["NewStateValue"] for one in alarms.messages()] == ["ALARM"]


def test_the_history_says_which_actions_were_done(alarms: Alarms) -> None:
    gone = alarms.topic + "-gone"
    arns = (
        alarms.topic,
        gone,
        "arn:aws:lambda:eu-west-1:000000000000:function:gone",
        "arn:aws:automate:eu-west-1:ec2:stop",
        "nonsense",
    )
    done, *failed = arns
    alarms.create(AlarmActions=list(arns))
    alarms.put(12)
    assert alarms.state == "ALARM"
    items = alarms.cloudwatch.describe_alarm_history(
        AlarmName="errors", HistoryItemType="Action", ScanBy="TimestampAscending"
    )["AlarmHistoryItems"]
    assert [(one["HistorySummary"], json.loads(one["HistoryData"])) for one in items] == [
        (f"Successfully executed action {done}", {"actionState": "Succeeded", "arn": done}),
        *((f"Failed to execute action {arn}", {"actionState": "Failed", "arn": arn}) for arn in failed),
    ]


STATUSES = {"ValidationError": 400, "InvalidParameterValue": 400, "NotImplemented": 501}
MISSING = [
    ("0 X X - X", "ALARM ALARM ALARM ALARM", "OK"),
    ("- - - - -", "INSUFFICIENT_DATA ALARM OK OK", "OK"),
    ("- - - - 0", "OK OK OK OK", "ALARM"),
    ("- - X - -", "ALARM ALARM OK OK", "OK"),
    ("0 0 0 X X", "OK OK OK OK", "ALARM"),
    ("X X X X X", "ALARM ALARM ALARM ALARM", "OK"),
]
"""Data of five periods, what becomes of an alarm by missing, breaching, notBreaching and ignore, and what it was before."""


@pytest.mark.parametrize(("data", "expected", "before"), MISSING, ids=str)
def test_missing_data_are_treated_as_the_alarm_says(data: str, expected: str, before: str) -> None:
    states = []
    for treatment in ("missing", "breaching", "notBreaching", "ignore"):
        alarm = MetricAlarm("arn", _settings(TreatMissingData=treatment), 0.0, state=before)
        verdict = alarm.evaluate(_datapoints(data), 5 * 60.0)
        states.append(before if verdict is None else verdict[0])
    assert " ".join(states) == expected


@pytest.mark.parametrize(
    ("data", "datapoints", "state"),
    [("0 0 X X 0", 2, "ALARM"), ("0 0 0 X 0", 2, "OK"), ("0 0 0 X 0", 1, "ALARM"), ("0 0 X 0 0", 3, "OK")],
)
def test_some_of_the_periods_can_be_enough(data: str, datapoints: int, state: str) -> None:
    alarm = MetricAlarm("arn", _settings(DatapointsToAlarm=datapoints), 0.0)
    verdict = alarm.evaluate(_datapoints(data), 5 * 60.0)
    assert verdict is not None
    assert verdict[0] == state


def _settings(**more: Any) -> dict[str, Any]:
    return {
        "AlarmName": "a",
        "Namespace": "n",
        "MetricName": "m",
        "Period": 60,
        "EvaluationPeriods": 3,
        "Threshold": 1,
        "Statistic": "Sum",
        "ComparisonOperator": "GreaterThanOrEqualToThreshold",
        **more,
    }


def _datapoints(data: str) -> Sequence[tuple[int, float]]:
    """Return the datapoints of minutes, in which `X` exceeds the threshold, `0` does not, and `-` is none."""
    values = {"X": 1.0, "0": 0.0}
    return [(60 * minute, values[one]) for minute, one in enumerate(data.split()) if one in values]


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ({"Statistic": None}, "ValidationError"),
        ({"ExtendedStatistic": "p99"}, "ValidationError"),
        ({"Statistic": None, "ExtendedStatistic": "99"}, "InvalidParameterValue"),
        ({"Statistic": None, "ExtendedStatistic": "tm90"}, "NotImplemented"),
        ({"Statistic": None, "ExtendedStatistic": "TM(10%:90%)"}, "NotImplemented"),
        ({"Statistic": "Median"}, "ValidationError"),
        ({"EvaluateLowSampleCountPercentile": "guess"}, "ValidationError"),
        ({"Period": 61}, "ValidationError"),
        ({"EvaluationPeriods": 20_000}, "ValidationError"),
        ({"DatapointsToAlarm": 2}, "ValidationError"),
        ({"TreatMissingData": "guess"}, "ValidationError"),
        ({"MetricName": None}, "ValidationError"),
        ({"ComparisonOperator": None}, "ValidationError"),
        ({"EvaluationPeriods": None}, "ValidationError"),
        ({"EvaluationWindow": {"WallClockWindow": {"Timezone": "UTC"}}}, "NotImplemented"),
        ({"WarmUpConfiguration": {"WarmUpPeriodDurationInMinutes": 5}}, "NotImplemented"),
        ({"ComparisonOperator": "GreaterThanUpperThreshold"}, "NotImplemented"),
        ({"MetricName": None, "Metrics": [{"Id": "a", "Expression": "SUM(b)"}]}, "ValidationError"),
    ],
    ids=str,
)
def test_alarms_that_can_not_be_are_refused(alarms: Alarms, settings: dict[str, Any], code: str) -> None:
    with pytest.raises(ClientError) as refused:
        alarms.create(**settings)
    assert _code_and_status(refused.value) == (code, STATUSES[code])
    assert alarms.cloudwatch.describe_alarms()["MetricAlarms"] == []
    alarms.create()
    assert alarms.state == "INSUFFICIENT_DATA"


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        (
            {"TreatMissingData": "guess"},
            (
                "The value guess is not supported for TreatMissingData parameter. "
                "Supported values are [breaching, notBreaching, ignore, missing]."
            ),
        ),
        (
            {"EvaluateLowSampleCountPercentile": "guess"},
            (
                "Option guess is not supported. "
                "Supported options for parameter EvaluateLowSampleCountPercentile are evaluate and ignore."
            ),
        ),
    ],
)
def test_refusals_are_worded_as_on_aws(alarms: Alarms, settings: dict[str, Any], message: str) -> None:
    """Source: LocalStack 4.14.0, services/cloudwatch/provider_v2.py, whose behaviour is validated against AWS."""
    with pytest.raises(ClientError) as refused:
        alarms.create(**settings)
    assert refused.value.response["Error"]["Message"] == message


def test_a_state_is_one_of_three(alarms: Alarms) -> None:
    alarms.create()
    with pytest.raises(ClientError) as refused:
        alarms.cloudwatch.set_alarm_state(AlarmName="errors", StateValue="BUSY", StateReason="a")
    assert refused.value.response["Error"]["Message"] == (
        "1 validation error detected: Value 'BUSY' at 'stateValue' failed to satisfy constraint: "
        "Member must satisfy enum value set: [INSUFFICIENT_DATA, ALARM, OK]"
    )


def test_a_state_that_is_set_again_is_no_change(alarms: Alarms) -> None:
    """Source: LocalStack 4.14.0, services/cloudwatch/provider_v2.py, whose behaviour is validated against AWS."""
    alarms.create(TreatMissingData="ignore")
    for reason in ("first", "second"):
        alarms.cloudwatch.set_alarm_state(AlarmName="errors", StateValue="ALARM", StateReason=reason)
    items = alarms.cloudwatch.describe_alarm_history(AlarmName="errors", HistoryItemType="StateUpdate")
    (item,) = items["AlarmHistoryItems"]
    assert json.loads(item["HistoryData"]) == {
        "version": "1.0",
        "oldState": {
            "stateValue": "INSUFFICIENT_DATA",
            "stateReason": "Unchecked: Initial alarm creation",
        },
        "newState": {"stateValue": "ALARM", "stateReason": "first"},
    }


def test_the_reason_of_a_state_has_its_data(alarms: Alarms) -> None:
    """Source: "Alarm events and EventBridge" in the Amazon CloudWatch User Guide."""
    alarms.create()
    alarms.put(12, Unit="Count")
    data = json.loads(alarms.described()["StateReasonData"])
    assert data.pop("queryDate") >= data.pop("startDate")
    assert data == {
        "version": "1.0",
        "statistic": "Sum",
        "period": 60,
        "recentDatapoints": [12.0],
        "threshold": 10.0,
    }


def test_alarms_have_tags(alarms: Alarms) -> None:
    """Source: TagResource, UntagResource and ListTagsForResource in the Amazon CloudWatch API Reference."""
    alarms.create(Tags=[{"Key": "team", "Value": "a"}])
    arn, cloudwatch = alarms.described()["AlarmArn"], alarms.cloudwatch
    cloudwatch.tag_resource(ResourceARN=arn, Tags=[{"Key": "stage", "Value": "b"}])
    assert cloudwatch.list_tags_for_resource(ResourceARN=arn)["Tags"] == [
        {"Key": "team", "Value": "a"},
        {"Key": "stage", "Value": "b"},
    ]
    cloudwatch.untag_resource(ResourceARN=arn, TagKeys=["team"])
    assert cloudwatch.list_tags_for_resource(ResourceARN=arn)["Tags"] == [{"Key": "stage", "Value": "b"}]


def test_a_message_names_its_region_for_people(alarms: Alarms) -> None:
    alarms.create()
    alarms.put(12)
    assert alarms.state == "ALARM"
    assert json.loads(alarms.messages()[0]["Message"])["Region"] == "Europe (Ireland)"


def test_an_unknown_alarm_is_not_found(alarms: Alarms) -> None:
    alarms.create()
    calls: Sequence[Callable[[str], Any]] = (
        lambda name: alarms.cloudwatch.set_alarm_state(AlarmName=name, StateValue="OK", StateReason="a"),
        lambda name: alarms.cloudwatch.delete_alarms(AlarmNames=[name]),
    )
    for call in calls:
        with pytest.raises(ClientError) as refused:
            call("none")
        assert _code_and_status(refused.value) == ("ResourceNotFound", 404)
        assert call("errors")["ResponseMetadata"]["HTTPStatusCode"] == 200


def _code_and_status(error: ClientError) -> tuple[str, int]:
    return error.response["Error"]["Code"], error.response["ResponseMetadata"]["HTTPStatusCode"]

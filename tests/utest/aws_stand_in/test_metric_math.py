"""Metric math in GetMetricData and in alarms.

Source: "Using math expressions with CloudWatch metrics" in the Amazon CloudWatch User Guide.
"""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

NOON = datetime(2026, 11, 27, 12, 0, 0, tzinfo=UTC)
PERIOD = 60
VALUES = {"errors": {0: 1.0, 1: 4.0, 3: 2.0}, "requests": {0: 10.0, 1: 20.0, 2: 5.0, 3: 0.0}}
Ask = Callable[..., list[list[tuple[int, float]]]]


def query(query_id: str, metric: str, period: int = PERIOD) -> dict[str, Any]:
    named = {"Namespace": "n", "MetricName": metric}
    stat = {"Metric": named, "Period": period, "Stat": "Sum"}
    return {"Id": query_id, "MetricStat": stat, "ReturnData": False}


METRICS = [query("errors", "errors"), query("requests", "requests")]


@pytest.fixture
def cloudwatch(aws: Any) -> Any:
    client = aws.client("cloudwatch")
    for metric, values in VALUES.items():
        data = [
            {"MetricName": metric, "Value": value, "Timestamp": NOON + timedelta(minutes=minute)}
            for minute, value in values.items()
        ]
        client.put_metric_data(Namespace="n", MetricData=data)
    return client


@pytest.fixture
def ask(cloudwatch: Any) -> Ask:
    def ask_(expression: str, *more: dict[str, Any]) -> list[list[tuple[int, float]]]:
        """Return the values of an expression by minutes, for each of its time series."""
        answer = cloudwatch.get_metric_data(
            MetricDataQueries=[*METRICS, *more, {"Id": "asked", "Expression": expression}],
            StartTime=NOON,
            EndTime=NOON + timedelta(minutes=5),
            ScanBy="TimestampAscending",
        )
        return [
            [
                (int((moment - NOON).total_seconds() // 60), value)
                for moment, value in zip(result["Timestamps"], result["Values"], strict=True)
            ]
            for result in answer["MetricDataResults"]
        ]

    return ask_


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        ("100 * errors / requests", [(0, 10.0), (1, 20.0)]),
        ("errors + 2 * 3 - 1", [(0, 6.0), (1, 9.0), (3, 7.0)]),
        ("(errors + 2) * 3", [(0, 9.0), (1, 18.0), (3, 12.0)]),
        ("-errors ^ 2", [(0, -1.0), (1, -16.0), (3, -4.0)]),
        ("2 ^ -errors", [(0, 0.5), (1, 0.0625), (3, 0.25)]),
        ("errors >= 2", [(0, 0.0), (1, 1.0), (3, 1.0)]),
        ("errors > 1 AND errors < 4", [(0, 0.0), (1, 0.0), (3, 1.0)]),
        ("errors == 1 || errors != 1 && 0", [(0, 1.0), (1, 0.0), (3, 0.0)]),
        ("errors / SUM(errors) * AVG(requests)", [(0, 1.25), (1, 5.0), (3, 2.5)]),
        ("requests - MIN(requests) + MAX(requests)", [(0, 30.0), (1, 40.0), (2, 25.0), (3, 20.0)]),
        ("SUM(METRICS())", [(0, 11.0), (1, 24.0), (2, 5.0), (3, 2.0)]),
        ('SUM(METRICS("err"))', [(0, 1.0), (1, 4.0), (3, 2.0)]),
        ("AVG([errors, requests])", [(0, 5.5), (1, 12.0), (2, 5.0), (3, 1.0)]),
        ("MAX(METRICS()) - MIN(METRICS())", [(0, 9.0), (1, 16.0), (2, 0.0), (3, 2.0)]),
        ("STDDEV([errors, requests])", [(0, 4.5), (1, 8.0), (2, 0.0), (3, 1.0)]),
        ("errors * METRIC_COUNT(METRICS())", [(0, 2.0), (1, 8.0), (3, 4.0)]),
        ("errors * DATAPOINT_COUNT(errors)", [(0, 3.0), (1, 12.0), (3, 6.0)]),
        ("FILL(errors, 0)", [(0, 1.0), (1, 4.0), (2, 0.0), (3, 2.0), (4, 0.0)]),
        ("FILL(errors, REPEAT)", [(0, 1.0), (1, 4.0), (2, 4.0), (3, 2.0), (4, 2.0)]),
        ("FILL(errors, LINEAR)", [(0, 1.0), (1, 4.0), (2, 3.0), (3, 2.0)]),
        ("FILL(errors, requests)", [(0, 1.0), (1, 4.0), (2, 5.0), (3, 2.0)]),
        ("IF(errors > 1, errors, 0)", [(0, 0.0), (1, 4.0), (3, 2.0)]),
        ("IF(errors > 1, requests)", [(1, 20.0), (3, 0.0)]),
        ("IF(SUM(errors) > 5, errors, requests)", [(0, 1.0), (1, 4.0), (3, 2.0)]),
        ("DIFF(errors)", [(1, 3.0), (3, -2.0)]),
        ("DIFF_TIME(errors)", [(1, 60.0), (3, 120.0)]),
        ("RATE(errors)", [(1, 0.05), (3, -2 / 120)]),
        ("requests / PERIOD(requests)", [(0, 1 / 6), (1, 1 / 3), (2, 1 / 12), (3, 0.0)]),
        ("RUNNING_SUM(errors)", [(0, 1.0), (1, 5.0), (3, 7.0)]),
        ("CEIL(errors / 3) + FLOOR(errors / 3)", [(0, 1.0), (1, 3.0), (3, 1.0)]),
        ("ABS(-errors)", [(0, 1.0), (1, 4.0), (3, 2.0)]),
        ("LOG10(requests * 10)", [(0, 2.0), (1, pytest.approx(2.30103)), (2, pytest.approx(1.69897))]),
        ("LOG(errors) * 0", [(0, 0.0), (1, 0.0), (3, 0.0)]),
        ("errors - FIRST(errors) + LAST(errors)", [(0, 2.0), (1, 5.0), (3, 3.0)]),
        ("LAST(METRICS())", [(0, 10.0), (1, 20.0), (2, 5.0), (3, 0.0)]),
        ("TIME_SERIES(7)", [(0, 7.0), (1, 7.0), (2, 7.0), (3, 7.0), (4, 7.0)]),
        ("other * 2", [(0, 4.0), (1, 10.0), (3, 6.0)]),
    ],
)
def test_an_expression_has_values(ask: Ask, expression: str, found: list[tuple[int, float]]) -> None:
    other = {"Id": "other", "Expression": "errors + 1", "ReturnData": False}
    assert ask(expression, other) == [found]


def test_an_expression_has_a_series_for_each_metric(ask: Ask) -> None:
    assert ask("METRICS() * 2") == [
        [(0, 2.0), (1, 8.0), (3, 4.0)],
        [(0, 20.0), (1, 40.0), (2, 10.0), (3, 0.0)],
    ]
    assert [len(series) for series in ask("METRICS() + [requests, errors]")] == [3, 3]


def test_a_metric_without_values_has_none(ask: Ask) -> None:
    assert ask("nothing + 1", query("nothing", "nothing")) == [[]]
    assert ask("FILL(nothing, 3) + 1", query("nothing", "nothing")) == [[(at, 4.0) for at in range(5)]]


@pytest.mark.parametrize(
    ("expression", "code", "told"),
    [
        ("errors +", "ValidationError", "Error in expression 'asked'"),
        ("errors requests", "ValidationError", "unexpected 'requests'"),
        ("(errors", "ValidationError", ") is missing"),
        ("errors # 2", "ValidationError", "cannot be read"),
        ("nobody + 1", "ValidationError", "there is no query nobody"),
        ("asked + 1", "ValidationError", "asked depends on itself"),
        ("MEDIAN(errors)", "ValidationError", "there is no function MEDIAN"),
        ("SUM(errors, requests)", "ValidationError", "SUM does not take 2 arguments"),
        ("SUM(errors)", "ValidationError", "a time series is expected"),
        ("5", "ValidationError", "a time series is expected"),
        ("errors + 'x'", "ValidationError", "a number is expected"),
        ("FILL(errors, 'x')", "ValidationError", "FILL takes"),
        ("IF(0, errors)", "ValidationError", "IF needs a value"),
        ("METRICS() + [errors]", "ValidationError", "different lengths"),
        ("(" * 2000, "ValidationError", "Error in expression"),
        ("errors" + "+1" * 1000, "ValidationError", "it is too long"),
        ("errors + long", "NotImplemented", "metrics of different periods"),
        ("SEARCH('{n} errors', 'Sum', 60)", "NotImplemented", "the function SEARCH of metric math"),
        ("ANOMALY_DETECTION_BAND(errors)", "NotImplemented", "ANOMALY_DETECTION_BAND"),
    ],
)
def test_other_expressions_are_refused(ask: Ask, expression: str, code: str, told: str) -> None:
    with pytest.raises(ClientError) as refused:
        ask(expression, query("long", "requests", 300))
    error = refused.value.response["Error"]
    assert error["Code"] == code
    assert told in error["Message"]


@pytest.mark.parametrize(
    ("queries", "told"),
    [
        ([query("Errors", "errors")], "is not matching the expected pattern"),
        ([query("errors", "errors")] * 2, "are not unique"),
        ([{**query("errors", "errors"), "Expression": "errors"}], "are mutually exclusive"),
    ],
)
def test_queries_have_names_and_one_kind(cloudwatch: Any, queries: list[Any], told: str) -> None:
    """MetricDataQuery in the Amazon CloudWatch API reference."""
    with pytest.raises(ClientError, match=told) as refused:
        cloudwatch.get_metric_data(
            MetricDataQueries=queries, StartTime=NOON, EndTime=NOON + timedelta(minutes=5)
        )
    assert refused.value.response["Error"]["Code"] == "ValidationError"


# --------------------------------------------------------------------------------------------------------------- alarms


def rate_alarm(
    expression: str = "IF(requests > 0, 100 * errors / requests, 0)", **more: Any
) -> dict[str, Any]:
    return {
        "AlarmName": "rate",
        "Metrics": [*METRICS, {"Id": "rate", "Expression": expression, "Label": "error rate"}],
        "EvaluationPeriods": 1,
        "Threshold": 15,
        "ComparisonOperator": "GreaterThanThreshold",
        **more,
    }


def put_now(cloudwatch: Any, clock: Any, **values: float) -> None:
    moment = datetime.fromtimestamp(clock(), UTC)
    data = [{"MetricName": name, "Value": value, "Timestamp": moment} for name, value in values.items()]
    cloudwatch.put_metric_data(Namespace="n", MetricData=data)


def state_of(cloudwatch: Any) -> str:
    found: str = cloudwatch.describe_alarms(AlarmNames=["rate"])["MetricAlarms"][0]["StateValue"]
    return found


def test_an_alarm_watches_an_expression(cloudwatch: Any, clock: Any) -> None:
    """PutMetricAlarm in the Amazon CloudWatch API reference: Metrics."""
    clock.advance(60 - clock() % 60)
    cloudwatch.put_metric_alarm(**rate_alarm())
    assert state_of(cloudwatch) == "INSUFFICIENT_DATA"
    put_now(cloudwatch, clock, errors=1, requests=10)
    assert state_of(cloudwatch) == "OK"
    clock.advance(60)
    put_now(cloudwatch, clock, errors=2, requests=10)
    assert state_of(cloudwatch) == "ALARM"
    described = cloudwatch.describe_alarms(AlarmNames=["rate"])["MetricAlarms"][0]
    assert [one["Id"] for one in described["Metrics"]] == ["errors", "requests", "rate"]
    assert described.keys().isdisjoint({"MetricName", "Namespace", "Period", "Dimensions", "Statistic"})
    assert "(20.0 " not in described["StateReason"]
    assert "20.0 (" in described["StateReason"]


def test_what_an_expression_fills_in_counts(cloudwatch: Any, clock: Any) -> None:
    clock.advance(60 - clock() % 60)
    cloudwatch.put_metric_alarm(**rate_alarm("FILL(errors, 0)"))
    assert state_of(cloudwatch) == "OK"


def test_an_alarm_on_an_expression_tells_its_topic(aws: Any, cloudwatch: Any, clock: Any) -> None:
    """Amazon CloudWatch User Guide, "Notify users on alarm changes"."""
    sns, sqs = aws.client("sns"), aws.client("sqs")
    topic = sns.create_topic(Name="alarms")["TopicArn"]
    queue = sqs.create_queue(QueueName="alarms")["QueueUrl"]
    attributes = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=attributes["QueueArn"])
    clock.advance(60 - clock() % 60)
    cloudwatch.put_metric_alarm(**rate_alarm(AlarmActions=[topic]))
    put_now(cloudwatch, clock, errors=2, requests=10)
    assert state_of(cloudwatch) == "ALARM"
    message = sqs.receive_message(QueueUrl=queue)["Messages"][0]["Body"]
    trigger = json.loads(json.loads(message)["Message"])["Trigger"]
    assert [one.get("Expression") for one in trigger["Metrics"]][:2] == [None, None]
    assert trigger["Metrics"][0]["MetricStat"]["Metric"]["MetricName"] == "errors"
    assert (trigger["Period"], trigger["Threshold"]) == (60, 15)


@pytest.mark.parametrize(
    ("settings", "code", "told"),
    [
        ({"MetricName": "m"}, "ValidationError", "MetricName cannot be specified together with Metrics."),
        ({"Threshold": None}, "ValidationError", "Threshold must be specified"),
        ({"Metrics": METRICS}, "ValidationError", "Exactly one element of the metrics list should return data."),
        ({"Metrics": [query("a", "errors", 61)]}, "ValidationError", "Exactly one element"),
        ({"Metrics": [{**query("a", "errors", 61), "ReturnData": True}]}, "ValidationError", "Period must be"),
        ({"Metrics": [*METRICS, {"Id": "all", "Expression": "METRICS()"}]}, "ValidationError",
         "must come to one time series, not 2"),
        ({"Metrics": [{"Id": "all", "Expression": "SEARCH('{n}', 'Sum')"}]}, "NotImplemented", "SEARCH"),
        ({"ThresholdMetricId": "rate"}, "NotImplemented", "anomaly detection"),
    ],
)  # fmt: skip
def test_other_alarms_on_expressions_are_refused(
    cloudwatch: Any, settings: dict[str, Any], code: str, told: str
) -> None:
    """PutMetricAlarm in the Amazon CloudWatch API reference: Metrics."""
    wanted = {name: value for name, value in rate_alarm(**settings).items() if value is not None}
    with pytest.raises(ClientError) as refused:
        cloudwatch.put_metric_alarm(**wanted)
    error = refused.value.response["Error"]
    assert error["Code"] == code
    assert told in error["Message"]
    assert cloudwatch.describe_alarms()["MetricAlarms"] == []


def test_an_alarm_may_name_its_metric_among_queries(cloudwatch: Any, clock: Any) -> None:
    clock.advance(60 - clock() % 60)
    metrics = [{**query("m", "errors"), "ReturnData": True}]
    cloudwatch.put_metric_alarm(**rate_alarm(Metrics=metrics))
    put_now(cloudwatch, clock, errors=16)
    assert state_of(cloudwatch) == "ALARM"

"""Queries of Metrics Insights in GetMetricData.

Source: "Metrics Insights query components and syntax" in the Amazon CloudWatch User Guide, GetMetricData in the API reference,
and moto's tests that are verified on AWS, tests/test_cloudwatch/test_cloudwatch_expressions.py,
`test_get_metric_data_with_expressive_expression`.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

NOON = datetime(2026, 11, 27, 12, 0, 0, tzinfo=UTC)
Found = dict[str, list[float]]
Ask = Callable[..., Found]
METRICS: list[tuple[str, dict[str, str], list[float]]] = [
    ("Latency", {"Path": "/a", "Stage": "test"}, [1.0, 2.0]),
    ("Latency", {"Path": "/a", "Stage": "live"}, [3.0, 7.0]),
    ("Latency", {"Path": "/b", "Stage": "live"}, [5.0, 5.0]),
    ("Latency", {"Path": "/b"}, [40.0]),
    ("Errors", {"Path": "/a", "Stage": "live"}, [100.0]),
]


@pytest.fixture
def cloudwatch(aws: Any) -> Any:
    client = aws.client("cloudwatch")
    for name, dimensions, values in METRICS:
        for minute, value in enumerate(values):
            datum = {
                "MetricName": name,
                "Dimensions": [{"Name": key, "Value": held} for key, held in dimensions.items()],
                "Value": value,
                "Timestamp": NOON + timedelta(minutes=minute),
            }
            client.put_metric_data(Namespace="my/shop", MetricData=[datum])
    return client


@pytest.fixture
def ask(cloudwatch: Any) -> Ask:
    def ask_(expression: str, *others: dict[str, Any], **more: Any) -> Found:
        """Return the values of each time series by its label."""
        query = {"Id": "asked", "Expression": expression, "Period": 60, **more}
        answer = cloudwatch.get_metric_data(
            MetricDataQueries=[query, *others],
            StartTime=NOON,
            EndTime=NOON + timedelta(minutes=5),
            ScanBy="TimestampAscending",
        )
        return {result["Label"]: result["Values"] for result in answer["MetricDataResults"]}

    return ask_


@pytest.mark.parametrize(
    ("rest", "found"),
    [
        ('SUM(Latency) FROM "my/shop"', {"asked": [49.0, 14.0]}),
        ('sum("Latency") from "my/shop"', {"asked": [49.0, 14.0]}),
        ("AVG(Latency) FROM \"my/shop\" WHERE Path = '/a'", {"asked": [2.0, 4.5]}),
        ('COUNT(Latency) FROM "my/shop"', {"asked": [4.0, 3.0]}),
        ('MIN(Latency) FROM "my/shop"', {"asked": [1.0, 2.0]}),
        ('MAX(Latency) FROM SCHEMA("my/shop", Stage, Path)', {"asked": [5.0, 7.0]}),
        ('MAX(Latency) FROM SCHEMA("my/shop", Path)', {"asked": [40.0]}),
        ('MAX(Latency) FROM SCHEMA("my/shop")', {"asked": []}),
        ("SUM(Latency) FROM \"my/shop\" WHERE Path != '/a' AND Stage = 'live'", {"asked": [5.0, 5.0]}),
        ("SUM(Latency) FROM \"my/shop\" WHERE Path = 'none'", {"asked": []}),
        ("SUM(Latency) FROM \"my/shop\" WHERE Path = 'none' GROUP BY Path", {}),
    ],
)
def test_a_query_selects_metrics(ask: Ask, rest: str, found: Found) -> None:
    assert ask(f"SELECT {rest}") == found


@pytest.mark.parametrize(
    ("rest", "found"),
    [
        ("GROUP BY Stage", [("live", [8.0, 12.0]), ("test", [1.0, 2.0])]),
        ("GROUP BY Path, Stage", [("/a live", [3.0, 7.0]), ("/a test", [1.0, 2.0]), ("/b live", [5.0, 5.0])]),
        ("GROUP BY Path ORDER BY MAX()", [("/a", [4.0, 9.0]), ("/b", [45.0, 5.0])]),
        ("GROUP BY Path ORDER BY MAX() DESC LIMIT 1", [("/b", [45.0, 5.0])]),
        ("GROUP BY Stage ORDER BY SUM() ASC LIMIT 1", [("test", [1.0, 2.0])]),
    ],
)
def test_a_query_has_a_time_series_for_each_group(
    ask: Ask, rest: str, found: list[tuple[str, list[float]]]
) -> None:
    assert list(ask(f'SELECT SUM(Latency) FROM "my/shop" {rest}').items()) == found


def test_a_label_of_its_own_stands_before_the_group(ask: Ask) -> None:
    query = 'SELECT SUM(Latency) FROM "my/shop"'
    assert set(ask(query, Label="all")) == {"all"}
    assert set(ask(f"{query} GROUP BY Stage", Label="of")) == {"of live", "of test"}


def test_metric_math_takes_what_a_query_finds(ask: Ask) -> None:
    """Without `GROUP BY` it is a time series, with it an array."""
    query = "SELECT SUM(Latency) FROM \"my/shop\" WHERE Stage = 'live'"
    half = {"Id": "half", "Expression": "asked / 2"}
    assert ask(query, half, ReturnData=False) == {"half": [4.0, 6.0]}
    most = {"Id": "most", "Expression": "MAX(asked)"}
    assert ask(f"{query} GROUP BY Path", most, ReturnData=False) == {"most": [5.0, 7.0]}


@pytest.mark.parametrize(
    ("rest", "code", "told"),
    [
        ('MEDIAN(Latency) FROM "my/shop"', "ValidationError", "MEDIAN is not one of the functions"),
        ("SUM(Latency)", "ValidationError", "FROM is missing before the end of the query"),
        ("SUM(Latency) FROM my/shop", "ValidationError", "cannot be read"),
        ("SUM(FROM) FROM shop", "ValidationError", "expected a name, got FROM"),
        ("SUM(Latency) FROM shop WHERE Path > '/a'", "ValidationError", "cannot be read"),
        ("SUM(Latency) FROM shop WHERE Path ('/a'", "ValidationError", "= or != is missing after Path"),
        ("SUM(Latency) FROM shop WHERE Path = a", "ValidationError", "a value in single quotes is missing"),
        ("SUM(Latency) FROM shop LIMIT 501", "ValidationError", "LIMIT needs a number from 1 to 500"),
        ("SUM(Latency) FROM shop + 1", "ValidationError", "cannot be read"),
        ("SUM(Latency) FROM shop shop", "ValidationError", "unexpected 'shop'"),
        ('SUM(Invocations) FROM "AWS/Lambda"', "NotImplemented", "Metrics Insights of AWS/Lambda"),
        ("SUM(Latency) FROM shop WHERE tag.team = 'a'", "NotImplemented", "tag.team in Metrics Insights"),
    ],
)
def test_other_queries_are_refused(ask: Ask, rest: str, code: str, told: str) -> None:
    with pytest.raises(ClientError) as refused:
        ask(f"SELECT {rest}")
    error = refused.value.response["Error"]
    assert error["Code"] == code
    assert told in error["Message"]


def test_a_request_has_one_query_and_the_query_a_period(cloudwatch: Any) -> None:
    span = {"StartTime": NOON, "EndTime": NOON + timedelta(minutes=5)}
    query = {"Id": "a", "Expression": "SELECT SUM(Latency) FROM shop", "Period": 60}
    with pytest.raises(ClientError, match="can have one Metrics Insights query only"):
        cloudwatch.get_metric_data(MetricDataQueries=[query, {**query, "Id": "b"}], **span)
    without = {name: query[name] for name in ("Id", "Expression")}
    with pytest.raises(ClientError, match=r"MetricDataQueries\.member\.1\.Period is required"):
        cloudwatch.get_metric_data(MetricDataQueries=[without], **span)
    assert cloudwatch.get_metric_data(MetricDataQueries=[query], **span)["MetricDataResults"]


def test_alarms_on_queries_are_not_imitated(cloudwatch: Any) -> None:
    watched = {"Id": "a", "Expression": 'SELECT SUM(Latency) FROM "my/shop"', "Period": 60}
    with pytest.raises(ClientError, match="does not imitate alarms on queries of Metrics Insights"):
        cloudwatch.put_metric_alarm(
            AlarmName="slow",
            Metrics=[watched],
            EvaluationPeriods=1,
            Threshold=1,
            ComparisonOperator="GreaterThanThreshold",
        )
    assert cloudwatch.describe_alarms()["MetricAlarms"] == []

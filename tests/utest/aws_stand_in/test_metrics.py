"""CloudWatch metrics: what is put is added up by metric, unit and period.

Sources: PutMetricData, GetMetricStatistics, GetMetricData and ListMetrics in the Amazon CloudWatch API Reference.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

NOON = datetime(2026, 11, 27, 12, 0, 0, tzinfo=UTC)
A = [{"Name": "Stage", "Value": "a"}]


@pytest.fixture
def cloudwatch(aws: Any) -> Any:
    return aws.client("cloudwatch", parameter_validation=False)


def put(cloudwatch: Any, *data: dict[str, Any], namespace: str = "n") -> None:
    cloudwatch.put_metric_data(
        Namespace=namespace, MetricData=[{"MetricName": "m", "Timestamp": NOON, **datum} for datum in data]
    )


def points(cloudwatch: Any, **more: Any) -> list[dict[str, Any]]:
    asked = {
        "Namespace": "n",
        "MetricName": "m",
        "StartTime": NOON,
        "EndTime": NOON + timedelta(hours=1),
        "Period": 60,
        "Statistics": ["SampleCount", "Sum", "Average", "Minimum", "Maximum"],
        **more,
    }
    given = {name: value for name, value in asked.items() if value is not None}
    found: list[dict[str, Any]] = cloudwatch.get_metric_statistics(**given)["Datapoints"]
    return found


def test_values_counts_and_statistics_are_added_up(cloudwatch: Any) -> None:
    put(cloudwatch, {"Value": 1}, {"Values": [2, 5], "Counts": [3, 1]})
    put(
        cloudwatch,
        {"StatisticValues": {"SampleCount": 5, "Sum": 38, "Minimum": 0.5, "Maximum": 20}},
    )
    assert points(cloudwatch) == [
        {
            "Timestamp": NOON,
            "SampleCount": 10.0,
            "Sum": 50.0,
            "Average": 5.0,
            "Minimum": 0.5,
            "Maximum": 20.0,
            "Unit": "None",
        }
    ]


def test_periods_begin_at_the_start_time_and_the_end_is_outside(cloudwatch: Any) -> None:
    put(
        cloudwatch,
        *({"Value": 1, "Timestamp": NOON + timedelta(seconds=later)} for later in (-1, 0, 59, 60, 120)),
    )
    found = points(cloudwatch, EndTime=NOON + timedelta(seconds=120), Statistics=["Sum"])
    assert [(point["Timestamp"], point["Sum"]) for point in found] == [
        (NOON, 2.0),
        (NOON + timedelta(seconds=60), 1.0),
    ]


def test_periods_are_those_of_the_clock(cloudwatch: Any) -> None:
    put(
        cloudwatch,
        *({"Value": 1, "Timestamp": NOON + timedelta(seconds=later)} for later in (0, 59, 200, 301)),
    )
    found = points(cloudwatch, StartTime=NOON + timedelta(seconds=30), Statistics=["Sum"])
    assert [(one["Timestamp"] - NOON).seconds for one in found] == [0, 180, 300]
    few_minutes = {"StartTime": NOON + timedelta(seconds=30), "EndTime": NOON + timedelta(minutes=6)}
    by_second = points(cloudwatch, **few_minutes, Statistics=["Sum"], Period=1)
    assert [(one["Timestamp"] - NOON).seconds for one in by_second] == [59, 200, 301]
    query = {
        "Id": "a",
        "MetricStat": {"Metric": {"Namespace": "n", "MetricName": "m"}, "Period": 300, "Stat": "Sum"},
    }
    answer = cloudwatch.get_metric_data(
        MetricDataQueries=[query],
        StartTime=NOON + timedelta(seconds=130),
        EndTime=NOON + timedelta(hours=1),
        ScanBy="TimestampAscending",
    )["MetricDataResults"][0]
    assert [(one - NOON).seconds for one in answer["Timestamps"]] == [0, 300]
    assert answer["Values"] == [3.0, 1.0]


@pytest.mark.parametrize(
    ("percentile", "value"), [("p50", 50), ("p99", 99), ("p99.9", 100), ("p100", 100), ("p0", 1)]
)
def test_percentiles_are_of_all_values(cloudwatch: Any, percentile: str, value: float) -> None:
    put(cloudwatch, {"Values": [float(number) for number in range(1, 51)]})
    put(cloudwatch, {"Values": [float(number) for number in range(51, 101)]})
    (point,) = points(cloudwatch, Statistics=None, ExtendedStatistics=[percentile])
    assert point["ExtendedStatistics"] == {percentile: value}


def test_statistics_that_were_put_have_no_percentiles(cloudwatch: Any) -> None:
    put(cloudwatch, {"StatisticValues": {"SampleCount": 5, "Sum": 38, "Minimum": 0.5, "Maximum": 20}})
    (point,) = points(cloudwatch, Statistics=["Sum"], ExtendedStatistics=["p50"])
    assert (point["Sum"], "ExtendedStatistics" in point) == (38, False)


def test_statistics_of_no_samples_have_no_average(cloudwatch: Any) -> None:
    put(cloudwatch, {"StatisticValues": {"SampleCount": 0, "Sum": 0, "Minimum": 0, "Maximum": 0}})
    (point,) = points(cloudwatch, Statistics=["SampleCount", "Average"], ExtendedStatistics=["p50"])
    assert point == {"Timestamp": NOON, "SampleCount": 0.0, "Unit": "None"}
    query = {
        "Id": "a",
        "MetricStat": {"Metric": {"Namespace": "n", "MetricName": "m"}, "Period": 60, "Stat": "Average"},
    }
    asked = {
        "MetricDataQueries": [query],
        "StartTime": NOON,
        "EndTime": NOON + timedelta(hours=1),
    }
    assert cloudwatch.get_metric_data(**asked)["MetricDataResults"][0]["Values"] == []
    put(cloudwatch, {"Value": 3}, {"Value": 5})
    assert cloudwatch.get_metric_data(**asked)["MetricDataResults"][0]["Values"] == [4.0]


def test_a_value_without_a_time_is_of_now(cloudwatch: Any) -> None:
    cloudwatch.put_metric_data(Namespace="n", MetricData=[{"MetricName": "m", "Value": 7}])
    now, minute = datetime.now(UTC), timedelta(minutes=1)
    assert [point["Sum"] for point in points(cloudwatch, StartTime=now - minute, EndTime=now + minute)] == [
        7.0
    ]


def test_units_are_kept_apart(cloudwatch: Any) -> None:
    put(cloudwatch, {"Value": 1, "Unit": "Seconds"}, {"Value": 500, "Unit": "Milliseconds"})
    found = points(cloudwatch, Statistics=["Sum"])
    assert sorted((point["Unit"], point["Sum"]) for point in found) == [
        ("Milliseconds", 500.0),
        ("Seconds", 1.0),
    ]
    assert [point["Sum"] for point in points(cloudwatch, Unit="Seconds")] == [1.0]
    assert points(cloudwatch, Unit="Bytes") == []


def test_metrics_with_other_dimensions_are_other_metrics(cloudwatch: Any) -> None:
    both = [*A, {"Name": "Operation", "Value": "query"}]
    put(cloudwatch, {"Value": 1}, {"Value": 2, "Dimensions": A}, {"Value": 4, "Dimensions": both})

    def total(dimensions: list[dict[str, str]]) -> float:
        return sum(point["Sum"] for point in points(cloudwatch, Dimensions=dimensions))

    assert [total([]), total(A), total(both[::-1]), total(both[1:])] == [1, 2, 4, 0]


def test_data_of_several_metrics_come_newest_first_unless_asked(cloudwatch: Any) -> None:
    later = NOON + timedelta(minutes=1)
    put(cloudwatch, {"Value": 1}, {"Value": 3, "Timestamp": later}, {"Value": 9, "Dimensions": A})

    def data(**more: Any) -> list[tuple[str, list[datetime], list[float]]]:
        queries = [
            {
                "Id": f"of_{number}",
                "MetricStat": {
                    "Metric": {"Namespace": "n", "MetricName": "m", "Dimensions": dimensions},
                    "Period": 60,
                    "Stat": "Maximum",
                },
                "ReturnData": number != 3,
            }
            for number, dimensions in enumerate(([], A, A), start=1)
        ]
        answer = cloudwatch.get_metric_data(
            MetricDataQueries=queries, StartTime=NOON, EndTime=NOON + timedelta(hours=1), **more
        )
        return [(one["Id"], one["Timestamps"], one["Values"]) for one in answer["MetricDataResults"]]

    assert data() == [("of_1", [later, NOON], [3.0, 1.0]), ("of_2", [NOON], [9.0])]
    assert data(ScanBy="TimestampAscending")[0] == ("of_1", [NOON, later], [1.0, 3.0])


def query(number: int, **more: Any) -> dict[str, Any]:
    metric = {"Namespace": "n", "MetricName": "m"}
    stat = {"Metric": metric, "Period": 60, "Stat": "Sum"}
    return {"Id": f"q{number}", "MetricStat": {**stat, **more}}


@pytest.mark.parametrize(
    ("second", "labels"),
    [
        ({}, ["m", "m"]),
        ({"Stat": "Maximum"}, ["m Sum", "m Maximum"]),
        ({"Period": 300}, ["m 60", "m 300"]),
        ({"Stat": "Maximum", "Period": 300}, ["m Sum 60", "m Maximum 300"]),
    ],
)
def test_labels_tell_queries_apart(cloudwatch: Any, second: dict[str, Any], labels: list[str]) -> None:
    """Source: LocalStack 4.14.0, services/cloudwatch/provider_v2.py, whose labels are validated against AWS."""
    answer = cloudwatch.get_metric_data(
        MetricDataQueries=[query(1), query(2, **second)],
        StartTime=NOON,
        EndTime=NOON + timedelta(hours=1),
    )
    assert [one["Label"] for one in answer["MetricDataResults"]] == labels
    assert answer["Messages"] == []


def test_data_come_in_pages(cloudwatch: Any) -> None:
    """Source: MaxDatapoints and StatusCode, GetMetricData in the Amazon CloudWatch API reference."""
    put(
        cloudwatch,
        *({"Value": minute, "Timestamp": NOON + timedelta(minutes=minute)} for minute in range(3)),
    )
    asked = {"MetricDataQueries": [query(1), query(2)], "StartTime": NOON, "EndTime": NOON + timedelta(hours=1),
             "ScanBy": "TimestampAscending", "MaxDatapoints": 4}  # fmt: skip
    first = cloudwatch.get_metric_data(**asked)
    last = cloudwatch.get_metric_data(**asked, NextToken=first["NextToken"])
    assert [one["Values"] for one in first["MetricDataResults"]] == [[0.0, 1.0, 2.0], [0.0]]
    assert [one["StatusCode"] for one in first["MetricDataResults"]] == ["Complete", "PartialData"]
    assert [one["Values"] for one in last["MetricDataResults"]] == [[], [1.0, 2.0]]
    assert "NextToken" not in last


def test_metrics_are_listed_by_namespace_name_and_dimensions(cloudwatch: Any) -> None:
    put(cloudwatch, {"Value": 1, "Dimensions": A}, {"Value": 1, "MetricName": "other"})
    put(cloudwatch, {"Value": 1}, namespace="elsewhere")

    def names(**wanted: Any) -> list[tuple[str, str]]:
        return [(one["Namespace"], one["MetricName"]) for one in cloudwatch.list_metrics(**wanted)["Metrics"]]

    assert names() == [("n", "m"), ("n", "other"), ("elsewhere", "m")]
    assert names(Namespace="n") == [("n", "m"), ("n", "other")]
    assert names(MetricName="m") == [("n", "m"), ("elsewhere", "m")]
    assert names(Dimensions=[{"Name": "Stage"}]) == [("n", "m")]
    assert names(Dimensions=[{"Name": "Stage", "Value": "b"}]) == []


def test_metrics_are_listed_in_pages_of_500(cloudwatch: Any) -> None:
    put(cloudwatch, *({"Value": 1, "MetricName": f"m{number}"} for number in range(501)))
    pages = list(cloudwatch.get_paginator("list_metrics").paginate(Namespace="n"))
    assert [len(page["Metrics"]) for page in pages] == [500, 1]


def test_what_s3_measures_itself_is_still_there(aws: Any, cloudwatch: Any) -> None:
    region = cloudwatch.meta.region_name
    aws.client("s3").create_bucket(Bucket="bucket", CreateBucketConfiguration={"LocationConstraint": region})
    names = {one["MetricName"] for one in cloudwatch.list_metrics(Namespace="AWS/S3")["Metrics"]}
    assert names == {"BucketSizeBytes", "NumberOfObjects"}


@pytest.mark.parametrize(
    ("operation", "parameters", "code"),
    [
        (
            "put_metric_data",
            {"Namespace": "AWS/S3", "MetricData": [{"MetricName": "m"}]},
            "InvalidParameterValue",
        ),
        (
            "put_metric_data",
            {"MetricData": [{"MetricName": "m", "Values": [1.0, 2.0], "Counts": [1.0]}]},
            "InvalidParameterValue",
        ),
        (
            "put_metric_data",
            {"MetricData": [{"MetricName": "m", "Value": 1.0, "Values": [1.0]}]},
            "InvalidParameterCombination",
        ),
        (
            "put_metric_data",
            {"MetricData": [{"MetricName": "m", "Value": 1, "Unit": "Potatoes"}]},
            "InvalidParameterValue",
        ),
        ("put_metric_data", {"MetricData": [{"MetricName": "", "Value": 1}]}, "MissingParameter"),
        (
            "put_metric_data",
            {"MetricData": [{"MetricName": "m", "Value": float("-inf")}]},
            "InvalidParameterValue",
        ),
        (
            "put_metric_data",
            {"MetricData": [{"MetricName": "m", "Value": float("nan")}]},
            "InvalidParameterValue",
        ),
        ("get_metric_statistics", {"EndTime": NOON}, "InvalidParameterValue"),
        ("get_metric_statistics", {"EndTime": NOON + timedelta(days=2)}, "InvalidParameterCombination"),
        ("get_metric_statistics", {"Statistics": ["Median"]}, "InvalidParameterValue"),
        ("get_metric_data", {"NextToken": "none"}, "InvalidNextToken"),
        ("get_metric_statistics", {"Statistics": None}, "InvalidParameterCombination"),
        ("get_metric_statistics", {"Statistics": None, "ExtendedStatistics": ["tm99"]}, "NotImplemented"),
        ("get_metric_statistics", {"Period": 90}, "InvalidParameterValue"),
        ("get_metric_data", {"EndTime": NOON}, "ValidationError"),
        ("get_metric_data", {"EndTime": NOON - timedelta(seconds=1)}, "ValidationError"),
        ("get_metric_data", {"MetricDataQueries": [{"Id": "a"}]}, "ValidationError"),
        ("get_metric_data", {"MetricDataQueries": [{"Id": "a", "Expression": "SUM(m)"}]}, "ValidationError"),
    ],
)
def test_wrong_requests_are_refused(
    cloudwatch: Any, operation: str, parameters: dict[str, Any], code: str
) -> None:
    right = {
        "put_metric_data": {"Namespace": "n", "MetricData": [{"MetricName": "m", "Value": 1}]},
        "get_metric_statistics": {
            "Namespace": "n",
            "MetricName": "m",
            "StartTime": NOON,
            "EndTime": NOON + timedelta(minutes=1),
            "Period": 60,
            "Statistics": ["Sum"],
        },
        "get_metric_data": {
            "MetricDataQueries": [],
            "StartTime": NOON,
            "EndTime": NOON + timedelta(minutes=1),
        },
    }[operation]
    getattr(cloudwatch, operation)(**right)
    wrong = {name: value for name, value in {**right, **parameters}.items() if value is not None}
    with pytest.raises(ClientError) as refused:
        getattr(cloudwatch, operation)(**wrong)
    response = refused.value.response
    assert response["Error"]["Code"] == code
    assert response["ResponseMetadata"]["HTTPStatusCode"] == (501 if code == "NotImplemented" else 400)


def test_an_error_has_its_name_and_the_code_that_it_had_before(cloudwatch: Any) -> None:
    """Source: Smithy, "AWS query protocol: awsQueryCompatible trait"."""
    with pytest.raises(ClientError) as refused:
        points(cloudwatch, EndTime=NOON)
    error = refused.value.response["Error"]
    assert error["Code"] == "InvalidParameterValue"
    assert error["QueryErrorCode"] == "InvalidParameterValueException"


def test_dashboards_have_names_of_some_characters(cloudwatch: Any) -> None:
    """Source: LocalStack 4.14.0, services/cloudwatch/provider_v2.py, whose behaviour is validated against AWS."""
    cloudwatch.put_dashboard(DashboardName="costs-2", DashboardBody='{"widgets": []}')
    with pytest.raises(ClientError) as refused:
        cloudwatch.put_dashboard(DashboardName="costs 2", DashboardBody='{"widgets": []}')
    error = refused.value.response["Error"]
    assert error["Code"] == "InvalidParameterValue"
    assert error["Message"].startswith("The value for field DashboardName contains invalid characters. ")

"""Metric filters count log events.

Source: "Creating metrics from log events using filters" in the Amazon CloudWatch Logs User Guide; MetricTransformation in the
Amazon CloudWatch Logs API reference.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

Count = Callable[..., dict[str, list[Any]]]


@pytest.fixture
def count(aws: Any) -> Count:
    logs, cloudwatch = aws.client("logs"), aws.client("cloudwatch")
    logs.create_log_group(logGroupName="group")
    logs.create_log_stream(logGroupName="group", logStreamName="stream")
    now = datetime.now(UTC)

    def put_and_count(pattern: str, *messages: str, **transformation: Any) -> dict[str, list[Any]]:
        """Put messages, and return the sums and numbers of samples by the values of dimensions."""
        metric = {"metricName": "m", "metricNamespace": "n", "metricValue": "1", **transformation}
        logs.put_metric_filter(
            logGroupName="group", filterName="f", filterPattern=pattern, metricTransformations=[metric]
        )
        moment = int(now.timestamp() * 1000)
        events = [{"timestamp": moment, "message": message} for message in messages]
        logs.put_log_events(logGroupName="group", logStreamName="stream", logEvents=events)
        found = {}
        for one in cloudwatch.list_metrics(Namespace="n")["Metrics"]:
            (point,) = cloudwatch.get_metric_statistics(
                **one,
                StartTime=now - timedelta(hours=1),
                EndTime=now + timedelta(hours=1),
                Period=7200,
                Statistics=["Sum", "SampleCount"],
            )["Datapoints"]
            key = ",".join(dimension["Value"] for dimension in one["Dimensions"])
            found[key] = [point["Sum"], point["SampleCount"], point["Unit"]]
        return found

    return put_and_count


def test_events_that_match_are_counted(count: Count) -> None:
    assert count("ERROR", "ERROR one", "fine", "ERROR two") == {"": [2.0, 2.0, "None"]}


def test_nothing_is_counted_where_nothing_matches(count: Count) -> None:
    assert count("ERROR", "fine") == {}


def test_a_default_value_is_for_what_does_not_match(count: Count) -> None:
    assert count("ERROR", "ERROR", "fine", "fine", defaultValue=0.0) == {"": [1.0, 3.0, "None"]}


def test_values_and_dimensions_are_members_of_the_event(count: Count) -> None:
    found = count(
        "{ $.kind = * }",
        '{"kind": "a", "took": {"ms": 5}}',
        '{"kind": "b", "took": {"ms": 7}}',
        '{"kind": "a", "took": {"ms": "no number"}}',
        metricValue="$.took.ms",
        dimensions={"Kind": "$.kind"},
        unit="Milliseconds",
    )
    assert found == {"a": [5.0, 1.0, "Milliseconds"], "b": [7.0, 1.0, "Milliseconds"]}


@pytest.mark.parametrize("value", ['"NaN"', "NaN", "1e999", "9" * 400])
def test_a_value_that_no_metric_can_have_is_not_counted(count: Count, value: str) -> None:
    """Source: MetricDatum in the Amazon CloudWatch API reference."""
    found = count("", f'{{"took": {value}}}', '{"took": 5}', metricValue="$.took")
    assert found == {"": [5.0, 1.0, "None"]}


def test_a_pattern_that_is_not_imitated_counts_nothing_and_hinders_nothing(
    count: Count, caplog: pytest.LogCaptureFixture
) -> None:
    assert count("[ip, user]", "127.0.0.1 alice") == {}
    assert "The metric filter f counts nothing" in caplog.text

"""Metric filters count log events.

Source: "Creating metrics from log events using filters" in the Amazon CloudWatch Logs User Guide; MetricTransformation in the
Amazon CloudWatch Logs API reference.
"""

import gzip
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

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


def test_an_event_that_is_too_old_is_not_counted(aws: Any, count: Count) -> None:
    count("ERROR", "ERROR", defaultValue=0.0)
    old = datetime.now(UTC) - timedelta(days=15)
    event = {"timestamp": int(old.timestamp() * 1000), "message": "ERROR"}
    aws.client("logs").put_log_events(logGroupName="group", logStreamName="stream", logEvents=[event])
    points = aws.client("cloudwatch").get_metric_statistics(
        Namespace="n",
        MetricName="m",
        StartTime=old - timedelta(hours=1),
        EndTime=old + timedelta(days=16),
        Period=86_400,
        Statistics=["SampleCount"],
    )["Datapoints"]
    assert sum(point["SampleCount"] for point in points) == 1


@pytest.mark.parametrize("value", ['"NaN"', "NaN", "1e999", "9" * 400])
def test_a_value_that_no_metric_can_have_is_not_counted(count: Count, value: str) -> None:
    """Source: MetricDatum in the Amazon CloudWatch API reference."""
    found = count("", f'{{"took": {value}}}', '{"took": 5}', metricValue="$.took")
    assert found == {"": [5.0, 1.0, "None"]}


def test_values_and_dimensions_are_fields_of_the_event(count: Count) -> None:
    found = count(
        "[ip, ..., status = 2*, bytes]",
        '127.0.0.1 - "GET /a b" 200 500',
        '127.0.0.1 - "GET /c" 204 7',
        '127.0.0.1 - "GET /c" 404 9',
        metricValue="$bytes",
        dimensions={"Status": "$status", "Nothing": "$nothing"},
    )
    assert found == {"200": [500.0, 1.0, "None"], "204": [7.0, 1.0, "None"]}


@pytest.mark.parametrize(
    ("pattern", "code"),
    [("[ip, user", "InvalidParameterException"), ("%ERR.*%", "NotImplemented")],
)
def test_a_filter_has_a_pattern(aws: Any, pattern: str, code: str) -> None:
    """PutMetricFilter, PutSubscriptionFilter and TestMetricFilter in the Amazon CloudWatch Logs API reference."""
    logs = aws.client("logs")
    logs.create_log_group(logGroupName="group")
    named = {"logGroupName": "group", "filterName": "f"}
    metric = {"metricName": "m", "metricNamespace": "n", "metricValue": "1"}
    destination = f"arn:aws:logs:eu-west-1:{aws.account_id}:destination:d"
    requests = (
        (logs.put_metric_filter, {**named, "metricTransformations": [metric]}),
        (logs.put_subscription_filter, {**named, "destinationArn": destination}),
        (logs.test_metric_filter, {"logEventMessages": ["a"]}),
    )
    for send, parameters in requests:
        with pytest.raises(ClientError) as refused:
            send(**parameters, filterPattern=pattern)
        assert refused.value.response["Error"]["Code"] == code
    logs.put_metric_filter(**named, metricTransformations=[metric], filterPattern="[ip, user]")


APACHE = [
    '127.0.0.1 - frank [10/Oct/2000:13:25:15 -0700] "GET /apache_pb.gif HTTP/1.0" 200 1534',
    '127.0.0.1 - frank [10/Oct/2000:13:35:22 -0700] "GET /apache_pb.gif HTTP/1.0" 500 5324',
    '127.0.0.1 - frank [10/Oct/2000:13:50:35 -0700] "GET /apache_pb.gif HTTP/1.0" 200 4355',
]
FIELDS = {
    "$1": "127.0.0.1",
    "$2": "-",
    "$3": "frank",
    "$4": "10/Oct/2000:13:35:22 -0700",
    "$5": "GET /apache_pb.gif HTTP/1.0",
}


@pytest.mark.parametrize(
    ("pattern", "numbers", "values"),
    [
        ("[..., status_code=5*, size]", [2], {**FIELDS, "$status_code": "500", "$size": "5324"}),
        (
            "[ip, identity, user_id, timestamp, request, status_code, size > 2000]",
            [2, 3],
            {
                "$ip": "127.0.0.1",
                "$identity": "-",
                "$user_id": "frank",
                "$timestamp": FIELDS["$4"],
                "$request": FIELDS["$5"],
                "$status_code": "500",
                "$size": "5324",
            },
        ),
        ("500", [2], {}),
    ],
)
def test_a_filter_is_tried(aws: Any, pattern: str, numbers: list[int], values: dict[str, str]) -> None:
    """The examples of TestMetricFilter in the Amazon CloudWatch Logs API reference."""
    found = aws.client("logs").test_metric_filter(filterPattern=pattern, logEventMessages=APACHE)
    matches = found["matches"]
    assert [one["eventNumber"] for one in matches] == numbers
    assert (matches[0]["eventMessage"], matches[0]["extractedValues"]) == (APACHE[1], values)


def test_a_filter_of_json_finds_what_it_selects(aws: Any) -> None:
    """TestMetricFilter in the Amazon CloudWatch Logs API reference."""
    message = '{"level": "ERROR", "took": {"ms": 5}, "more": 1}'
    pattern = "{ $.level = ERROR && ($.took.ms > 1 || $.nothing = 1) }"
    found = aws.client("logs").test_metric_filter(filterPattern=pattern, logEventMessages=["ERROR", message])
    values = {"$.level": "ERROR", "$.took.ms": "5"}
    assert found["matches"] == [{"eventNumber": 2, "eventMessage": message, "extractedValues": values}]


def test_a_subscription_gets_what_its_pattern_lets_through(aws: Any) -> None:
    """Amazon CloudWatch Logs User Guide, "Real-time processing of log data with subscriptions"."""
    logs, kinesis = aws.client("logs"), aws.client("kinesis")
    kinesis.create_stream(StreamName="stream", ShardCount=1)
    arn = kinesis.describe_stream(StreamName="stream")["StreamDescription"]["StreamARN"]
    logs.create_log_group(logGroupName="group")
    logs.create_log_stream(logGroupName="group", logStreamName="stream")
    role = f"arn:aws:iam::{aws.account_id}:role/logs"
    logs.put_subscription_filter(
        logGroupName="group",
        filterName="f",
        filterPattern="[level=ERROR, ...]",
        destinationArn=arn,
        roleArn=role,
    )
    moment = int(datetime.now(UTC).timestamp() * 1000)
    for messages in (["INFO one"], ["ERROR two", "INFO three", "ERROR"]):
        events = [{"timestamp": moment, "message": message} for message in messages]
        logs.put_log_events(logGroupName="group", logStreamName="stream", logEvents=events)
    shard = kinesis.list_shards(StreamName="stream")["Shards"][0]["ShardId"]
    place = {"StreamName": "stream", "ShardId": shard, "ShardIteratorType": "TRIM_HORIZON"}
    iterator = kinesis.get_shard_iterator(**place)["ShardIterator"]
    records = kinesis.get_records(ShardIterator=iterator)["Records"]
    sent = [json.loads(gzip.decompress(record["Data"])) for record in records]
    data = [one for one in sent if one["messageType"] == "DATA_MESSAGE"]
    assert [event["message"] for one in data for event in one["logEvents"]] == ["ERROR two", "ERROR"]

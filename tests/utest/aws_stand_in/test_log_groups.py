"""Log groups of CloudWatch Logs: what is listed, and what is refused.

Sources: the pages of the operations in the Amazon CloudWatch Logs API reference; LocalStack 4.14.0, services/logs/provider.py,
whose behaviour is validated against AWS.
"""

import time
from functools import partial
from typing import Any

import pytest
from botocore.exceptions import ClientError

NO_GROUP = "The specified log group does not exist."
NO_STREAM = "The specified log stream does not exist."
MISSING = "ResourceNotFoundException"
INVALID = "InvalidParameterException"
TRANSFORMATIONS = [{"metricName": "m", "metricNamespace": "n", "metricValue": "1"}]
FILTER = {"filterName": "f", "filterPattern": "", "metricTransformations": TRANSFORMATIONS}


@pytest.fixture
def logs(aws: Any) -> Any:
    client = aws.client("logs")
    client.create_log_group(logGroupName="group", tags={"team": "a"})
    client.create_log_stream(logGroupName="group", logStreamName="stream")
    return client


def group_arn(logs: Any, name: str) -> str:
    arn: str = logs.describe_log_groups()["logGroups"][0]["logGroupArn"]
    return arn.removesuffix("group") + name


@pytest.mark.parametrize(
    ("operation", "right", "wrong", "refusal"),
    [
        ("create_log_stream", {"logStreamName": "new"}, {"logStreamName": "stream"},
         ("ResourceAlreadyExistsException", "The specified log stream already exists")),
        ("create_log_stream", {"logStreamName": "new"}, {"logGroupName": "none", "logStreamName": "new"}, (MISSING, NO_GROUP)),
        ("get_log_events", {"logStreamName": "stream"}, {"logStreamName": "none"}, (MISSING, NO_STREAM)),
        ("delete_log_stream", {"logStreamName": "stream"}, {"logStreamName": "stream"}, (MISSING, NO_STREAM)),
        ("put_retention_policy", {"retentionInDays": 3}, {"retentionInDays": 4},
         (INVALID, ("1 validation error detected: Value '4' at 'retentionInDays' failed to satisfy constraint: "
          "Member must satisfy enum value set: [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, "
          "2557, 2922, 3288, 3653]"))),
        ("put_metric_filter", FILTER, {**FILTER, "logGroupName": "none"}, (MISSING, NO_GROUP)),
        ("get_log_events", {"logStreamName": "stream"}, {"logGroupIdentifier": "group:*", "logStreamName": "stream"},
         (INVALID, ("1 validation error detected: Value at 'logGroupIdentifier' failed to satisfy constraint: "
          r"Member must satisfy regular expression pattern: [\w#+=/:,.@-]*"))),
        ("describe_log_streams", {}, {"logGroupIdentifier": "group"},
         ("ValidationException", "LogGroup name and LogGroup ARN are mutually exclusive parameters.")),
    ],
)  # fmt: skip
def test_wrong_requests_are_refused(
    logs: Any, operation: str, right: dict[str, Any], wrong: dict[str, Any], refusal: tuple[str, str]
) -> None:
    call = getattr(logs, operation)
    call(**{"logGroupName": "group", **right})
    with pytest.raises(ClientError) as refused:
        call(**{"logGroupName": "group", **wrong})
    error = refused.value.response["Error"]
    assert (error["Code"], error["Message"]) == refusal


@pytest.mark.parametrize("operation", ["filter_log_events", "get_log_events", "describe_log_streams"])
def test_a_group_is_named_by_its_name_or_arn(logs: Any, operation: str) -> None:
    event = {"timestamp": round(time.time() * 1000), "message": "m"}
    logs.put_log_events(logGroupName="group", logStreamName="stream", logEvents=[event])
    of_stream = {"logStreamName": "stream"} if operation == "get_log_events" else {}
    read = partial(getattr(logs, operation), **of_stream)
    names = ({"logGroupIdentifier": group_arn(logs, "group")}, {"logGroupIdentifier": "group"})
    answers = [read(**name) for name in ({"logGroupName": "group"}, *names)]
    found = [answer.get("events") or answer.get("logStreams") for answer in answers]
    assert len(found[0]) == 1
    assert found[1:] == [found[0], found[0]]


def test_groups_are_listed_with_their_class(logs: Any) -> None:
    logs.create_log_group(logGroupName="other")
    (described,) = logs.describe_log_groups(logGroupNamePrefix="gr")["logGroups"]
    listed = logs.list_log_groups(logGroupNamePattern="the")["logGroups"]
    assert described["logGroupClass"] == "STANDARD"
    assert listed == [
        {"logGroupName": "other", "logGroupArn": group_arn(logs, "other"), "logGroupClass": "STANDARD"}
    ]


@pytest.mark.parametrize(
    ("pattern", "names"),
    [
        ("^/app", ["/app/orders"]),
        ("orders", ["/app/orders", "orders"]),
        ("^orders|^group", ["group", "orders"]),
        ("^app", []),
    ],
)
def test_groups_are_listed_by_a_pattern(logs: Any, pattern: str, names: list[str]) -> None:
    for name in ("/app/orders", "orders"):
        logs.create_log_group(logGroupName=name)
    listed = logs.list_log_groups(logGroupNamePattern=pattern)["logGroups"]
    assert [group["logGroupName"] for group in listed] == names


def test_groups_tell_how_many_metric_filters_they_have(logs: Any) -> None:
    logs.create_log_group(logGroupName="other")
    logs.put_metric_filter(logGroupName="group", **FILTER)
    logs.put_metric_filter(logGroupName="group", **{**FILTER, "filterName": "g"})
    counts = {
        one["logGroupName"]: one["metricFilterCount"] for one in logs.describe_log_groups()["logGroups"]
    }
    assert counts == {"group": 2, "other": 0}


def test_groups_are_described_by_prefix_or_pattern(logs: Any) -> None:
    with pytest.raises(ClientError) as refused:
        logs.describe_log_groups(logGroupNamePrefix="g", logGroupNamePattern="g")
    assert refused.value.response["Error"]["Code"] == INVALID
    assert refused.value.response["Error"]["Message"] == (
        "LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters."
    )


def test_deleting_an_unknown_metric_filter_is_refused(logs: Any) -> None:
    logs.put_metric_filter(logGroupName="group", **FILTER)
    logs.delete_metric_filter(logGroupName="group", filterName="f")
    with pytest.raises(ClientError) as refused:
        logs.delete_metric_filter(logGroupName="group", filterName="f")
    assert refused.value.response["Error"]["Code"] == MISSING
    assert refused.value.response["Error"]["Message"] == "The specified metric filter does not exist."


def test_tags_are_those_of_a_group_that_exists(logs: Any) -> None:
    assert logs.list_tags_for_resource(resourceArn=group_arn(logs, "group"))["tags"] == {"team": "a"}
    with pytest.raises(ClientError) as refused:
        logs.list_tags_for_resource(resourceArn=group_arn(logs, "none"))
    assert refused.value.response["Error"]["Message"] == NO_GROUP


def test_a_queue_does_not_subscribe(logs: Any) -> None:
    with pytest.raises(ClientError) as refused:
        logs.put_subscription_filter(
            logGroupName="group",
            filterName="f",
            filterPattern="",
            destinationArn="arn:aws:sqs:eu-west-1:123456789012:queue",
        )
    assert refused.value.response["Error"]["Message"] == (
        "PutSubscriptionFilter operation cannot work with destinationArn for vendor sqs"
    )

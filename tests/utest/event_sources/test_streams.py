"""DynamoDB streams as event sources."""

import json
import re
from collections.abc import Callable
from itertools import chain
from typing import Any

import pytest

from application_template.application import CreatedResource
from event_sources.event_sources import EventSources
from support.python_functions import PythonFunctions, function_arn
from support.stand_in import Aws, Clock
from support.waiting import wait_until

StartSources = Callable[..., EventSources]


def table(aws: Aws, view: str = "NEW_AND_OLD_IMAGES") -> str:
    """Create a table, and return the ARN of its stream."""
    made = aws.client("dynamodb").create_table(
        TableName="orders",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
        StreamSpecification={"StreamEnabled": True, "StreamViewType": view},
    )
    return str(made["TableDescription"]["LatestStreamArn"])


def put(aws: Aws, *ids: str, **attributes: Any) -> None:
    for identifier in ids:
        aws.client("dynamodb").put_item(TableName="orders", Item={"id": {"S": identifier}, **attributes})


def mapping(stream: str, **properties: Any) -> CreatedResource:
    described = {
        "EventSourceArn": stream,
        "FunctionName": function_arn("work"),
        "StartingPosition": "TRIM_HORIZON",
    }
    return CreatedResource("Mapping", "AWS::Lambda::EventSourceMapping", "id", {**described, **properties})


def ids(functions: PythonFunctions) -> list[list[str]]:
    return [
        [record["dynamodb"]["Keys"]["id"]["S"] for record in one.event["Records"]]
        for one in functions.invocations
    ]


def failing(times: int, when: Callable[[list[Any]], bool] = lambda records: True) -> Callable[[Any], Any]:
    """Return a function that fails the first times that a batch fulfils a condition."""
    failures = [times]

    def work(event: Any) -> None:
        if when(event["Records"]) and failures[0]:
            failures[0] -= 1
            raise RuntimeError("boom")

    return work


def has(identifier: str) -> Callable[[list[Any]], bool]:
    return lambda records: any(one["dynamodb"]["Keys"]["id"]["S"] == identifier for one in records)


def test_change_becomes_a_record(aws: Aws, start_sources: StartSources) -> None:
    stream, functions = table(aws), PythonFunctions({"work": lambda _: None})
    start_sources(functions, mapping(stream))

    put(aws, "1", raw={"B": b"\x00"}, total={"N": "7"})

    (record,) = functions.wait_for(1)[0].event["Records"]
    assert (record["eventName"], record["eventSource"], record["eventVersion"]) == (
        "INSERT",
        "aws:dynamodb",
        "1.1",
    )
    assert (record["awsRegion"], record["eventSourceARN"]) == ("eu-west-1", stream)
    change = record["dynamodb"]
    assert change["Keys"] == {"id": {"S": "1"}}
    assert change["NewImage"] == {"id": {"S": "1"}, "raw": {"B": "AA=="}, "total": {"N": "7"}}
    assert change["StreamViewType"] == "NEW_AND_OLD_IMAGES"
    assert isinstance(change["ApproximateCreationDateTime"], int)
    assert change["SequenceNumber"].isdecimal()


def test_images_are_those_of_the_stream(aws: Aws, start_sources: StartSources) -> None:
    stream, functions = table(aws, "KEYS_ONLY"), PythonFunctions({"work": lambda _: None})
    start_sources(functions, mapping(stream))

    put(aws, "1", total={"N": "7"})

    change = functions.wait_for(1)[0].event["Records"][0]["dynamodb"]
    assert not {"NewImage", "OldImage"} & change.keys()


@pytest.mark.parametrize(("position", "seen"), [("TRIM_HORIZON", ["before", "after"]), ("LATEST", ["after"])])
def test_reading_begins_at_the_starting_position(
    aws: Aws, start_sources: StartSources, position: str, seen: list[str]
) -> None:
    stream, functions = table(aws), PythonFunctions({"work": lambda _: None})
    put(aws, "before")
    start_sources(functions, mapping(stream, StartingPosition=position))
    put(aws, "after")

    wait_until(lambda: list(chain(*ids(functions))) == seen)


@pytest.mark.parametrize("position", ["TRIM_HORIZON", "LATEST"])
@pytest.mark.parametrize(("hours", "first"), [(1, []), (1, ["first"]), (25, []), (25, ["first"])])
def test_reading_goes_on_when_the_time_is_set_forward(  # noqa: PLR0913, PLR0917 - what a case is made of
    aws: Aws, clock: Clock, start_sources: StartSources, position: str, hours: int, first: list[str]
) -> None:
    stream, functions = table(aws), PythonFunctions({"work": lambda _: None})
    put(aws, "before")
    clock.advance(5)
    start_sources(functions, mapping(stream, StartingPosition=position))
    seen = ["before"] if position == "TRIM_HORIZON" else []
    wait_until(lambda: list(chain(*ids(functions))) == seen)
    put(aws, *first)
    wait_until(lambda: list(chain(*ids(functions))) == [*seen, *first])

    clock.advance(hours * 3600)
    put(aws, "after")

    wait_until(lambda: list(chain(*ids(functions))) == [*seen, *first, "after"])


def test_batch_size_and_window(aws: Aws, start_sources: StartSources) -> None:
    stream, functions = table(aws), PythonFunctions({"work": lambda _: None})
    start_sources(functions, mapping(stream, BatchSize=3, MaximumBatchingWindowInSeconds=300))

    put(aws, "1", "2", "3", "4", "5", "6")

    functions.wait_for(2)
    assert ids(functions) == [["1", "2", "3"], ["4", "5", "6"]]


def test_records_that_no_filter_matches_are_dropped(aws: Aws, start_sources: StartSources) -> None:
    stream, functions = table(aws), PythonFunctions({"work": lambda _: None})
    pattern = {"eventName": ["INSERT"], "dynamodb": {"NewImage": {"state": {"S": ["paid"]}}}}
    start_sources(functions, mapping(stream, FilterCriteria={"Filters": [{"Pattern": json.dumps(pattern)}]}))

    put(aws, "1", state={"S": "open"})
    put(aws, "2", state={"S": "paid"})

    functions.wait_for(1)
    assert ids(functions) == [["2"]]


def test_failed_batch_is_tried_again_before_later_records(aws: Aws, start_sources: StartSources) -> None:
    stream, functions = table(aws), PythonFunctions({"work": failing(2)})
    put(aws, "1", "2")
    start_sources(functions, mapping(stream, BatchSize=1))

    wait_until(lambda: ids(functions) == [["1"], ["1"], ["1"], ["2"]])


def test_batch_is_given_up_after_its_retries_and_reported(aws: Aws, start_sources: StartSources) -> None:
    stream, functions = table(aws), PythonFunctions({"work": failing(100, has("1"))})
    url = aws.client("sqs").create_queue(QueueName="failures")["QueueUrl"]
    failure = {"OnFailure": {"Destination": f"arn:aws:sqs:eu-west-1:{aws.account_id}:failures"}}
    put(aws, "1", "2")

    options = {"BatchSize": 1, "MaximumRetryAttempts": 2, "DestinationConfig": failure}
    start_sources(functions, mapping(stream, FunctionName="work", **options))

    wait_until(lambda: ids(functions) == [["1"], ["1"], ["1"], ["2"]])
    (message,) = aws.client("sqs").receive_message(QueueUrl=url, WaitTimeSeconds=5)["Messages"]
    report = json.loads(message["Body"])
    arn = f"arn:aws:lambda:eu-west-1:{aws.account_id}:function:work"
    assert report["requestContext"]["functionArn"] == arn
    assert report["requestContext"]["condition"] == "RetryAttemptsExhausted"
    assert report["requestContext"]["approximateInvokeCount"] == 3
    assert report["responseContext"]["functionError"] == "Unhandled"
    info = report["DDBStreamBatchInfo"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", info["approximateArrivalOfFirstRecord"])
    assert (info["batchSize"], info["streamArn"]) == (1, stream)
    assert (
        info["startSequenceNumber"]
        == functions.invocations[0].event["Records"][0]["dynamodb"]["SequenceNumber"]
    )


def test_batch_is_split_where_the_mapping_says_so(aws: Aws, start_sources: StartSources) -> None:
    stream, functions = table(aws), PythonFunctions({"work": failing(100, has("3"))})
    put(aws, "1", "2", "3", "4")

    start_sources(functions, mapping(stream, BisectBatchOnFunctionError=True, MaximumRetryAttempts=0))

    wait_until(lambda: len(functions.invocations) == 5)
    assert ids(functions) == [["1", "2", "3", "4"], ["1", "2"], ["3", "4"], ["3"], ["4"]]


def test_batch_goes_on_with_the_first_record_that_failed(aws: Aws, start_sources: StartSources) -> None:
    def work(event: Any) -> Any:
        records = event["Records"]
        failed = [one for one in records if has("2")([one]) and len(records) > 2]
        return {
            "batchItemFailures": [{"itemIdentifier": one["dynamodb"]["SequenceNumber"]} for one in failed]
        }

    stream, functions = table(aws), PythonFunctions({"work": work})
    put(aws, "1", "2", "3")
    start_sources(functions, mapping(stream, FunctionResponseTypes=["ReportBatchItemFailures"]))

    wait_until(lambda: ids(functions) == [["1", "2", "3"], ["2", "3"]])


def test_records_that_are_too_old_are_given_up(aws: Aws, clock: Clock, start_sources: StartSources) -> None:
    stream, functions = table(aws), PythonFunctions({"work": lambda _: None})
    put(aws, "old")
    clock.advance(3600)
    put(aws, "new")

    start_sources(functions, mapping(stream, BatchSize=1, MaximumRecordAgeInSeconds=60))

    functions.wait_for(1)
    assert ids(functions) == [["new"]]


@pytest.mark.parametrize("position", ["TRIM_HORIZON", "LATEST"])
def test_records_age_by_the_clock_of_aws(aws: Aws, start_sources: StartSources, position: str) -> None:
    stream, functions = table(aws), PythonFunctions({"work": lambda _: None})
    age = {"MaximumRecordAgeInSeconds": 3600}
    start_sources(functions, mapping(stream, StartingPosition=position, **age), ahead=86_400)

    put(aws, "new")

    functions.wait_for(1)
    assert ids(functions) == [["new"]]


def test_tumbling_window_is_listed(aws: Aws, start_sources: StartSources) -> None:
    stream = table(aws)
    sources = start_sources(
        PythonFunctions({"work": lambda _: None}), mapping(stream, TumblingWindowInSeconds=30)
    )

    assert sources.not_imitated() == [
        f"{function_arn('work')}: the tumbling window of its events from {stream} is not imitated"
    ]

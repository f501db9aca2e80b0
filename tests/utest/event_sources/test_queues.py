"""Queues as event sources."""

import threading
from collections.abc import Callable
from itertools import chain
from typing import Any

import pytest

from application_template.application import CreatedResource
from event_sources.event_sources import EventSources
from lambda_runtime.function import UnknownFunctionError
from support.python_functions import PythonFunctions, function_arn
from support.stand_in import Aws
from support.waiting import wait_until

StartSources = Callable[..., EventSources]
PARTIAL = {"FunctionResponseTypes": ["ReportBatchItemFailures"]}


def queue(aws: Aws, name: str = "jobs", **attributes: str) -> str:
    return str(aws.client("sqs").create_queue(QueueName=name, Attributes=attributes)["QueueUrl"])


def mapping(aws: Aws, name: str = "jobs", **properties: Any) -> CreatedResource:
    arn = f"arn:aws:sqs:eu-west-1:{aws.account_id}:{name}"
    described = {"EventSourceArn": arn, "FunctionName": function_arn("work"), **properties}
    return CreatedResource("Mapping", "AWS::Lambda::EventSourceMapping", "mapping-id", described)


def bodies(functions: PythonFunctions) -> list[list[str]]:
    return [[record["body"] for record in one.event["Records"]] for one in functions.invocations]


def left(aws: Aws, url: str) -> int:
    """Return how many messages a queue holds, visible or not."""
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    counts = aws.client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"]
    return sum(int(counts[name]) for name in names)


def test_message_becomes_a_record_and_is_deleted(aws: Aws, start_sources: StartSources) -> None:
    url, functions = queue(aws), PythonFunctions({"work": lambda _: None})
    attributes = {
        "kind": {"DataType": "String", "StringValue": "a"},
        "raw": {"DataType": "Binary", "BinaryValue": b"\x00"},
    }
    start_sources(functions, mapping(aws))

    sent = aws.client("sqs").send_message(QueueUrl=url, MessageBody="do it", MessageAttributes=attributes)

    (invocation,) = functions.wait_for(1)
    (record,) = invocation.event["Records"]
    assert (record["messageId"], record["body"]) == (sent["MessageId"], "do it")
    assert (record["md5OfBody"], record["eventSource"]) == (sent["MD5OfMessageBody"], "aws:sqs")
    assert record["eventSourceARN"] == f"arn:aws:sqs:eu-west-1:{aws.account_id}:jobs"
    assert record["awsRegion"] == "eu-west-1"
    assert record["attributes"]["ApproximateReceiveCount"] == "1"
    assert {"SentTimestamp", "SenderId", "ApproximateFirstReceiveTimestamp"} <= record["attributes"].keys()
    lists = {"stringListValues": [], "binaryListValues": []}
    assert record["messageAttributes"] == {
        "kind": {"stringValue": "a", "dataType": "String", **lists},
        "raw": {"binaryValue": "AA==", "dataType": "Binary", **lists},
    }
    wait_until(lambda: left(aws, url) == 0)


def test_batch_has_as_many_messages_as_the_mapping_says(aws: Aws, start_sources: StartSources) -> None:
    url, functions = queue(aws), PythonFunctions({"work": lambda _: None})
    for number in range(5):
        aws.client("sqs").send_message(QueueUrl=url, MessageBody=str(number))

    start_sources(functions, mapping(aws, BatchSize=2))

    wait_until(lambda: sum(map(len, bodies(functions))) == 5)
    assert max(map(len, bodies(functions))) == 2


def test_window_collects_messages(aws: Aws, start_sources: StartSources) -> None:
    url, functions = queue(aws), PythonFunctions({"work": lambda _: None})
    start_sources(functions, mapping(aws, MaximumBatchingWindowInSeconds=300, BatchSize=12))

    for number in range(12):
        aws.client("sqs").send_message(QueueUrl=url, MessageBody=str(number))

    functions.wait_for(1, seconds=20)
    assert list(map(len, bodies(functions))) == [12]


def test_only_the_messages_that_failed_come_again(aws: Aws, start_sources: StartSources) -> None:
    url = queue(aws, VisibilityTimeout="1")
    sqs = aws.client("sqs")
    for body in ("good", "bad"):
        sqs.send_message(QueueUrl=url, MessageBody=body)

    def work(event: Any) -> Any:
        failed = [
            one
            for one in event["Records"]
            if one["body"] == "bad" and one["attributes"]["ApproximateReceiveCount"] == "1"
        ]
        return {"batchItemFailures": [{"itemIdentifier": one["messageId"]} for one in failed]}

    functions = PythonFunctions({"work": work})
    start_sources(functions, mapping(aws, **PARTIAL))

    wait_until(lambda: left(aws, url) == 0)
    assert sorted(chain(*bodies(functions))) == ["bad", "bad", "good"]


def test_batch_fails_as_a_whole_if_the_result_is_unclear(aws: Aws, start_sources: StartSources) -> None:
    url, functions = queue(aws, VisibilityTimeout="1"), PythonFunctions({"work": lambda _: b"no JSON"})
    aws.client("sqs").send_message(QueueUrl=url, MessageBody="x")

    start_sources(functions, mapping(aws, **PARTIAL))

    functions.wait_for(2)
    assert left(aws, url) == 1


def test_result_does_not_matter_unless_failures_are_reported(aws: Aws, start_sources: StartSources) -> None:
    url = queue(aws)
    functions = PythonFunctions(
        {"work": lambda event: {"batchItemFailures": [{"itemIdentifier": "unknown"}]}}
    )
    start_sources(functions, mapping(aws))

    aws.client("sqs").send_message(QueueUrl=url, MessageBody="x")

    functions.wait_for(1)
    wait_until(lambda: left(aws, url) == 0)


def test_message_that_always_fails_reaches_the_dead_letter_queue(
    aws: Aws, start_sources: StartSources
) -> None:
    dead_url = queue(aws, "dead")
    policy = f'{{"deadLetterTargetArn": "arn:aws:sqs:eu-west-1:{aws.account_id}:dead", "maxReceiveCount": 2}}'
    url = queue(aws, VisibilityTimeout="1", RedrivePolicy=policy)

    def fail(_: Any) -> None:
        raise RuntimeError("boom")

    functions = PythonFunctions({"work": fail})
    start_sources(functions, mapping(aws))
    aws.client("sqs").send_message(QueueUrl=url, MessageBody="x")

    wait_until(lambda: left(aws, dead_url) == 1)
    assert len(functions.invocations) == 2
    assert left(aws, url) == 0


@pytest.mark.parametrize(
    ("pattern", "passed"),
    [
        ('{"body": {"kind": ["a"]}}', ['{"kind": "a"}']),
        ('{"body": ["plain"]}', ["plain"]),
        ('{"body": {"kind": [{"exists": true}]}}', ['{"kind": "a"}', '{"kind": "b"}']),
    ],
)
def test_messages_that_no_filter_passes_are_deleted(
    aws: Aws, start_sources: StartSources, pattern: str, passed: list[str]
) -> None:
    url, functions = queue(aws), PythonFunctions({"work": lambda _: None})
    for body in ('{"kind": "a"}', '{"kind": "b"}', "plain"):
        aws.client("sqs").send_message(QueueUrl=url, MessageBody=body)

    start_sources(functions, mapping(aws, FilterCriteria={"Filters": [{"Pattern": pattern}]}))

    wait_until(lambda: left(aws, url) == 0)
    assert sorted(chain(*bodies(functions))) == passed


def test_filters_see_the_attributes_of_messages(aws: Aws, start_sources: StartSources) -> None:
    """Source: "Control which events Lambda sends to your function", AWS Lambda Developer Guide."""
    url, functions = queue(aws), PythonFunctions({"work": lambda _: None})
    for kind in ("a", "b"):
        attributes = {"kind": {"DataType": "String", "StringValue": kind}}
        aws.client("sqs").send_message(QueueUrl=url, MessageBody=kind, MessageAttributes=attributes)
    pattern = '{"messageAttributes": {"kind": {"stringValue": ["b"]}}}'

    start_sources(functions, mapping(aws, FilterCriteria={"Filters": [{"Pattern": pattern}]}))

    wait_until(lambda: left(aws, url) == 0)
    assert list(chain(*bodies(functions))) == ["b"]


@pytest.mark.parametrize("allowed", [2, "2"])
def test_no_more_batches_at_the_same_time_than_allowed(
    aws: Aws, start_sources: StartSources, allowed: int | str
) -> None:
    """Templates may write numbers as text."""
    url, most, running, lock, released = queue(aws), [0], [0], threading.Lock(), threading.Event()

    def work(_: Any) -> None:
        with lock:
            running[0] += 1
            most[0] = max(most[0], running[0])
        released.wait(30)
        with lock:
            running[0] -= 1

    functions = PythonFunctions({"work": work})
    for number in range(6):
        aws.client("sqs").send_message(QueueUrl=url, MessageBody=str(number))
    start_sources(functions, mapping(aws, BatchSize=1, ScalingConfig={"MaximumConcurrency": allowed}))

    functions.wait_for(2)
    released.set()
    wait_until(lambda: left(aws, url) == 0)
    assert (len(functions.invocations), most[0]) == (6, 2)


def test_messages_of_a_group_stay_in_order(aws: Aws, start_sources: StartSources) -> None:
    url, functions = (
        queue(aws, "jobs.fifo", FifoQueue="true", ContentBasedDeduplication="true"),
        PythonFunctions({"work": lambda _: None}),
    )
    for number in range(6):
        aws.client("sqs").send_message(QueueUrl=url, MessageBody=str(number), MessageGroupId=f"g{number % 2}")

    start_sources(functions, mapping(aws, "jobs.fifo", BatchSize=1))

    wait_until(lambda: left(aws, url) == 0)
    handled = list(chain(*bodies(functions)))
    assert [body for body in handled if int(body) % 2] == ["1", "3", "5"]
    assert [body for body in handled if not int(body) % 2] == ["0", "2", "4"]
    assert functions.invocations[0].event["Records"][0]["attributes"]["MessageGroupId"] in ("g0", "g1")


def test_trace_of_the_sender_goes_on(aws: Aws, start_sources: StartSources) -> None:
    url, functions = queue(aws), PythonFunctions({"work": lambda _: None})
    trace_id = "Root=1-5759e988-bd862e3fe1be46a994272793"
    header = {"AWSTraceHeader": {"DataType": "String", "StringValue": trace_id}}
    start_sources(functions, mapping(aws))

    aws.client("sqs").send_message(QueueUrl=url, MessageBody="x", MessageSystemAttributes=header)

    assert functions.wait_for(1)[0].trace_id == trace_id


def test_disabled_mapping_does_nothing(aws: Aws, start_sources: StartSources) -> None:
    disabled, used = queue(aws, "disabled"), queue(aws, "used")
    functions = PythonFunctions({"work": lambda _: None})
    start_sources(functions, mapping(aws, "disabled", Enabled=False), mapping(aws, "used"))

    for url in (disabled, used):
        aws.client("sqs").send_message(QueueUrl=url, MessageBody=url)

    functions.wait_for(1)
    wait_until(lambda: left(aws, used) == 0)
    assert (bodies(functions), left(aws, disabled)) == ([[used]], 1)


def test_message_that_comes_after_the_end_is_left_to_others(aws: Aws, start_sources: StartSources) -> None:
    url, functions = queue(aws), PythonFunctions({"work": lambda _: None})
    aws.client("sqs").send_message(QueueUrl=url, MessageBody="first")
    first = start_sources(functions, mapping(aws))
    functions.wait_for(1)

    first.stop()
    aws.client("sqs").send_message(QueueUrl=url, MessageBody="second")
    others = PythonFunctions({"work": lambda _: None})
    start_sources(others, mapping(aws))

    others.wait_for(1)
    assert (bodies(functions), bodies(others)) == ([["first"]], [["second"]])


def test_queue_that_cannot_be_read_is_asked_again(
    aws: Aws, start_sources: StartSources, caplog: pytest.LogCaptureFixture
) -> None:
    functions = PythonFunctions({"work": lambda _: None})
    start_sources(functions, mapping(aws))
    wait_until(lambda: "can't be read at present: An error occurred" in caplog.text)

    aws.client("sqs").send_message(QueueUrl=queue(aws), MessageBody="x")

    functions.wait_for(1)


def test_queue_has_to_hide_messages_as_long_as_the_function_may_take(
    aws: Aws, start_sources: StartSources
) -> None:
    url = queue(aws)

    def resources(visibility: int) -> list[CreatedResource]:
        return [
            CreatedResource("Jobs", "AWS::SQS::Queue", url, {"VisibilityTimeout": visibility}),
            CreatedResource("Work", "AWS::Lambda::Function", "work", {"Timeout": 20}),
            mapping(aws),
        ]

    start_sources(PythonFunctions({"work": lambda _: None}), *resources(20))
    with pytest.raises(ValueError, match=r"Jobs: its visibility timeout, 19 s, is less than .* Work, 20 s"):
        start_sources(PythonFunctions({"work": lambda _: None}), *resources(19))


def test_sources_that_are_not_imitated_are_listed(aws: Aws, start_sources: StartSources) -> None:
    arn = "arn:aws:kinesis:eu-west-1:123456789012:stream/clicks"
    sources = start_sources(PythonFunctions({"work": lambda _: None}), mapping(aws, EventSourceArn=arn))

    assert sources.not_imitated() == [
        f"{function_arn('work')}: its events from {arn} are not imitated, only those of sqs and dynamodb are"
    ]


def test_a_queue_of_a_function_that_is_not_there_is_refused(aws: Aws, start_sources: StartSources) -> None:
    """Source: AWS Lambda API reference, "CreateEventSourceMapping", ResourceNotFoundException."""
    queue(aws)
    with pytest.raises(UnknownFunctionError):
        start_sources(PythonFunctions({"other": lambda _: None}), mapping(aws))
    start_sources(PythonFunctions({"work": lambda _: None}), mapping(aws))

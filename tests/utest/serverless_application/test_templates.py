"""Applications like those that `sam init` makes, with real requests and events."""

import dataclasses
import json
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from serverless_application.log_groups import create_log_groups
from serverless_application.running_application import RunningApplication
from support import waiting
from support.stand_in import Clock

TEMPLATES = Path(__file__).parents[2] / "templates"
REGION = "eu-west-1"
PATIENCE_SECONDS = 30.0

eventually = partial(waiting.eventually, timeout=PATIENCE_SECONDS)

Start = Callable[[str], RunningApplication]


@pytest.fixture
def start(start_application: Start) -> Iterator[Start]:
    """Start applications that are stopped with the test."""
    started: list[RunningApplication] = []

    def running(name: str) -> RunningApplication:
        started.append(start_application(name))
        return started[-1]

    yield running
    for one in started:
        one.stop()


def send(method: str, url: str, body: Any = None) -> tuple[int, Any]:
    """Send a request and return status and body."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, method=method)
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE_SECONDS) as response:
            content, status = response.read(), response.status
    except urllib.error.HTTPError as error:
        content, status = error.read(), error.code
    return status, json.loads(content) if content else None


def messages(client: Any, url: str) -> list[str]:
    """Receive messages of a queue."""
    answer = client.receive_message(QueueUrl=url, MaxNumberOfMessages=10)
    return [message["Body"] for message in answer.get("Messages", [])]


def held(client: Any, url: str) -> int:
    """Return how many messages a queue holds, visible or not."""
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    counts = client.get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"]
    return sum(map(int, counts.values()))


def test_hello_world_greets_over_both_kinds_of_api(start: Start) -> None:
    outputs = start("hello_world").outputs()
    assert send("GET", f"{outputs['HelloApi']}Ada") == (200, {"message": "Hello, Ada", "version": "1.0"})
    assert send("GET", f"{outputs['HelloHttpApi']}Ada") == (200, {"message": "Hello, Ada", "version": "2.0"})


def test_hello_world_can_be_invoked_by_the_lambda_api(start: Start) -> None:
    application = start("hello_world")
    answer = application.client("lambda").invoke(
        FunctionName=application.outputs()["HelloFunctionArn"],
        Payload=json.dumps({"pathParameters": {"name": "Ada"}}),
    )
    assert json.loads(json.loads(answer["Payload"].read())["body"])["message"] == "Hello, Ada"


def test_functions_have_log_groups_that_may_exist_already(start: Start) -> None:
    application = start("hello_world")
    logs = application.client("logs")
    (function,) = application.functions.definitions.values()
    another = dataclasses.replace(function, name="another")
    sharing = dataclasses.replace(function, name="sharing", chosen_log_group="shared")
    create_log_groups([function, another, sharing], logs)
    groups = logs.describe_log_groups()["logGroups"]
    expected = {f"/aws/lambda/{function.name}", "/aws/lambda/another", "shared"}
    assert {group["logGroupName"] for group in groups} == expected


def test_items_are_created_read_and_deleted(start: Start) -> None:
    application = start("dynamodb_crud")
    items = application.outputs()["Items"]
    assert send("PUT", f"{items}/1", {"colour": "red"}) == (200, {"id": "1", "colour": "red"})
    assert send("GET", f"{items}/1") == (200, {"id": "1", "colour": "red"})
    assert send("GET", items) == (200, [{"id": "1", "colour": "red"}])
    assert send("DELETE", f"{items}/1") == (204, None)
    assert send("GET", f"{items}/1") == (404, {"message": "no such item"})


def test_messages_go_from_queue_to_queue_and_a_failed_one_aside(start: Start, clock: Clock) -> None:
    application = start("queue_to_queue")
    outputs, sqs = application.outputs(), application.client("sqs")
    for body in ("one", " "):
        sqs.send_message(QueueUrl=outputs["Incoming"], MessageBody=body)
    assert eventually(lambda: messages(sqs, outputs["Outgoing"])) == ["ONE"]
    eventually(lambda: held(sqs, outputs["Incoming"]) == 1)

    def messages_aside() -> list[str]:
        clock.advance(61)
        return messages(sqs, outputs["Dead"])

    assert eventually(messages_aside) == [" "], "what failed comes back when its visibility timeout is over"
    eventually(lambda: held(sqs, outputs["Incoming"]) == 0)


def test_trace_of_a_message_goes_from_queue_to_queue(start: Start) -> None:
    application = start("queue_to_queue")
    outputs, sqs = application.outputs(), application.client("sqs")
    trace_id = "Root=1-5759e988-bd862e3fe1be46a994272793"
    header = {"AWSTraceHeader": {"DataType": "String", "StringValue": trace_id}}
    sqs.send_message(QueueUrl=outputs["Incoming"], MessageBody="one", MessageSystemAttributes=header)

    (message,) = eventually(
        lambda: sqs.receive_message(
            QueueUrl=outputs["Outgoing"], MessageSystemAttributeNames=["AWSTraceHeader"]
        ).get("Messages")
    )

    assert message["Attributes"]["AWSTraceHeader"] == trace_id


def test_an_object_that_arrives_becomes_an_item(start: Start) -> None:
    application = start("bucket_to_table")
    outputs, s3 = application.outputs(), application.client("s3")
    for key in ("skipped.pdf", "folder/a note.txt"):
        s3.put_object(Bucket=outputs["Bucket"], Key=key, Body=b"hello")
    scan = application.client("dynamodb").scan
    items = eventually(lambda: scan(TableName=outputs["Objects"])["Items"])
    assert items == [{"key": {"S": "folder/a note.txt"}, "content": {"S": "hello"}}]


def test_what_cdk_synthesizes_is_an_application(start: Start) -> None:
    application = start("cdk_application")
    items = f"{application.outputs()['ApiEndpoint']}items"
    assert send("GET", items) == (200, [])
    bucket = application.created["Bucket83908E77"].physical_id
    application.client("s3").put_object(Bucket=bucket, Key="arrived", Body=b"x")
    assert eventually(lambda: send("GET", items)[1]) == ["arrived"]


def test_nothing_is_left_of_an_application_that_has_been_stopped(start: Start) -> None:
    application = start("hello_world")
    url = f"{application.outputs()['HelloApi']}Ada"
    assert send("GET", url)[0] == 200
    folders = [definition.code for definition in application.functions.definitions.values()]
    application.stop()
    with pytest.raises(OSError, match="refused"):
        send("GET", url)
    assert all(folder.exists() for folder in folders), "the code itself is the developer's"


def test_a_nested_stack_shares_the_resources_of_its_parent(start: Start) -> None:
    application = start("nested_stacks")
    outputs = application.outputs()
    assert send("PUT", f"{outputs['NotesApi']}milk") == (200, {"kind": "draft", "id": "milk"})
    assert messages(application.client("sqs"), outputs["WrittenUrl"]) == ["milk"]
    table = outputs["NotesTable"].removeprefix("the table ")
    assert application.client("dynamodb").scan(TableName=table)["Items"] == [{"id": {"S": "milk"}}]
    assert "NotesArchive" not in application.created

"""Subscription filters of log groups invoke functions that run.

Source: Amazon CloudWatch Logs User Guide, "Log group-level subscription filters", and AWS Lambda Developer Guide, "Process log
events with CloudWatch Logs".
"""

import gzip
import io
import json
import time
import zipfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from lambda_runtime.function import FunctionDefinition
from lambda_runtime.functions import LambdaFunctions
from support.service_resources import TRUST
from support.stand_in import REGION
from support.waiting import wait_until

TALKS = """
def handler(event, context):
    print("INFO", event)
    print("ERROR", event)
"""
READS = """
import base64, gzip
def handler(event, context):
    print("READ", gzip.decompress(base64.b64decode(event["awslogs"]["data"])).decode())
"""
PATIENCE_SECONDS = 30.0
ROLE = "arn:aws:iam::123456789012:role/r"


@pytest.fixture
def functions(aws: Any, server: Any, account_id: str, tmp_path: Path) -> Iterator[LambdaFunctions]:
    definitions = []
    for name, code in (("talks", TALKS), ("reads", READS)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "app.py").write_text(code)
        definitions.append(FunctionDefinition(name, "python3.11", "app.handler", tmp_path / name))
    forward = partial(server.stand_in.forward_logs, account_id, REGION)
    with LambdaFunctions(definitions, region=REGION, account_id=account_id, forward_log=forward) as running:
        server.stand_in.register_functions(running, account_id=account_id, region=REGION)
        yield running


@pytest.fixture
def logs(aws: Any) -> Any:
    client = aws.client("logs")
    for group in ("orders", "/aws/lambda/talks", "/aws/lambda/reads"):
        client.create_log_group(logGroupName=group)
    client.create_log_stream(logGroupName="orders", logStreamName="one")
    return client


def subscribe(
    logs: Any, functions: LambdaFunctions, group: str, name: str = "errors", pattern: str = "ERROR"
) -> None:
    logs.put_subscription_filter(
        logGroupName=group,
        filterName=name,
        filterPattern=pattern,
        destinationArn=functions.arn_of("reads"),
    )


def read_by_function(logs: Any) -> list[dict[str, Any]]:
    """Return what the function `reads` was given, as soon as there is something."""
    found: list[dict[str, Any]] = []

    def look() -> bool:
        events = logs.filter_log_events(logGroupName="/aws/lambda/reads", filterPattern="READ")["events"]
        found.extend(json.loads(event["message"].removeprefix("READ ")) for event in events)
        return bool(found)

    wait_until(look, PATIENCE_SECONDS)
    return found


def test_a_function_gets_the_events_that_are_put_and_match(
    logs: Any, functions: LambdaFunctions, account_id: str
) -> None:
    subscribe(logs, functions, "orders")
    (listed,) = logs.describe_subscription_filters(logGroupName="orders")["subscriptionFilters"]
    assert listed["destinationArn"] == functions.arn_of("reads")
    now = round(time.time() * 1000)
    logs.put_log_events(
        logGroupName="orders",
        logStreamName="one",
        logEvents=[{"timestamp": now, "message": message} for message in ("INFO fine", "ERROR wrong")],
    )
    (given,) = read_by_function(logs)
    (kept,) = logs.filter_log_events(logGroupName="orders", filterPattern="ERROR")["events"]
    assert given.pop("logEvents") == [{"id": kept["eventId"], "timestamp": now, "message": "ERROR wrong"}]
    assert given == {
        "messageType": "DATA_MESSAGE",
        "owner": account_id,
        "logGroup": "orders",
        "logStream": "one",
        "subscriptionFilters": ["errors"],
    }


def test_a_function_gets_what_another_one_logs(logs: Any, functions: LambdaFunctions) -> None:
    functions.invoke("talks", b'"before"')
    subscribe(logs, functions, "/aws/lambda/talks")
    functions.invoke("talks", b'"after"')
    (given,) = read_by_function(logs)
    logged = logs.filter_log_events(logGroupName="/aws/lambda/talks", filterPattern="ERROR after")["events"]
    assert given["logStream"] == logged[0]["logStreamName"]
    assert given["logEvents"] == [
        {"id": one["eventId"], "timestamp": one["timestamp"], "message": one["message"]} for one in logged
    ]


def test_a_stream_gets_the_events_with_the_ids_that_they_are_found_by(aws: Any, logs: Any) -> None:
    kinesis = aws.client("kinesis")
    kinesis.create_stream(StreamName="events", ShardCount=1)
    arn = kinesis.describe_stream_summary(StreamName="events")["StreamDescriptionSummary"]["StreamARN"]
    logs.put_subscription_filter(
        logGroupName="orders", filterName="f", filterPattern="ERROR", destinationArn=arn, roleArn=ROLE
    )
    event = {"timestamp": round(time.time() * 1000), "message": "ERROR wrong"}
    logs.put_log_events(logGroupName="orders", logStreamName="one", logEvents=[event])
    (shard,) = kinesis.list_shards(StreamName="events")["Shards"]
    iterator = kinesis.get_shard_iterator(
        StreamName="events", ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON"
    )["ShardIterator"]
    (record,) = kinesis.get_records(ShardIterator=iterator)["Records"]
    (kept,) = logs.filter_log_events(logGroupName="orders")["events"]
    sent = json.loads(gzip.decompress(record["Data"]))["logEvents"]
    assert sent == [{"id": kept["eventId"], **event}]


def test_a_group_has_two_filters(logs: Any, functions: LambdaFunctions) -> None:
    for name in ("a", "b", "b"):
        subscribe(logs, functions, "orders", name)
    with pytest.raises(ClientError, match="Resource limit exceeded") as refused:
        subscribe(logs, functions, "orders", "c")
    assert refused.value.response["Error"]["Code"] == "LimitExceededException"


def test_functions_that_are_not_there_do_not_subscribe(logs: Any, functions: LambdaFunctions) -> None:
    named = {"logGroupName": "orders", "filterName": "f", "filterPattern": ""}
    with pytest.raises(ClientError, match="Could not execute the lambda function") as refused:
        logs.put_subscription_filter(**named, destinationArn=functions.arn_of("none"))
    assert refused.value.response["Error"]["Code"] == "InvalidParameterException"
    logs.put_subscription_filter(**named, destinationArn=functions.arn_of("reads"))


def test_a_function_is_not_sent_its_own_logs(logs: Any, functions: LambdaFunctions) -> None:
    with pytest.raises(
        ClientError, match="does not imitate a subscription filter that sends a function its own logs"
    ):
        subscribe(logs, functions, "/aws/lambda/reads")
    subscribe(logs, functions, "/aws/lambda/talks")


def test_an_event_for_a_function_that_cannot_run_is_refused(logs: Any, aws: Any, account_id: str) -> None:
    role = aws.client("iam").create_role(RoleName="reads", AssumeRolePolicyDocument=TRUST)["Role"]["Arn"]
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w") as archive:
        archive.writestr("app.py", READS)
    created = aws.client("lambda").create_function(
        FunctionName="reads",
        Runtime="python3.11",
        Handler="app.handler",
        Role=role,
        Code={"ZipFile": package.getvalue()},
    )
    named = {"logGroupName": "orders", "filterName": "errors", "filterPattern": "ERROR"}
    with pytest.raises(ClientError, match="Could not execute the lambda function"):
        logs.put_subscription_filter(**named, destinationArn=f"{created['FunctionArn']}-none")
    logs.put_subscription_filter(**named, destinationArn=created["FunctionArn"])

    def put(message: str) -> None:
        event = {"timestamp": round(time.time() * 1000), "message": message}
        logs.put_log_events(logGroupName="orders", logStreamName="one", logEvents=[event])

    aws.client("lambda").update_function_configuration(FunctionName="reads", Runtime="java21")
    put("INFO fine")
    cannot_run = r"does not imitate the function reads\. The runtime 'java21' can't be run here"
    with pytest.raises(ClientError, match=cannot_run):
        put("ERROR wrong")
    with pytest.raises(ClientError, match=cannot_run):
        logs.put_subscription_filter(**named, destinationArn=created["FunctionArn"])

"""Functions that run, invoked by AWS's API."""

import base64
import json
import re

import botocore.exceptions
import pytest

from lambda_runtime.function import FunctionDefinition
from lambda_runtime.functions import LambdaFunctions
from support.stand_in import REGION
from support.waiting import wait_until

CODE = """
import boto3, json, os
def echo(event, context):
    print("called with", event)
    return event
def invoked(event, context):
    return context.invoked_function_arn
def fail(event, context):
    print("attempt", context.aws_request_id)
    raise ValueError(event["reason"])
def list_queues(event, context):
    return boto3.client("sqs").list_queues()["QueueUrls"]
def raw(event, context):
    return b"no JSON"
def count(event, context):
    return context.client_context.custom
"""


@pytest.fixture
def functions(aws, server, account_id, tmp_path):
    (tmp_path / "app.py").write_text(CODE)
    definitions = [
        FunctionDefinition(name, "python3.11", f"app.{name}", tmp_path, timeout_seconds=20)
        for name in ("echo", "fail", "list_queues", "count", "raw")
    ]
    versions = frozenset({"1", "live"})
    definitions.append(
        FunctionDefinition("invoked", "python3.11", "app.invoked", tmp_path, qualifiers=versions)
    )
    definitions.append(FunctionDefinition("full", "python3.11", "app.echo", tmp_path, reserved_concurrency=0))
    variables = {
        "AWS_ENDPOINT_URL": server.url,
        "AWS_ACCESS_KEY_ID": account_id,
        "AWS_SECRET_ACCESS_KEY": "any",
    }
    with LambdaFunctions(definitions, variables=variables, region=REGION, account_id=account_id) as running:
        server.stand_in.register_functions(running, account_id=account_id, region=REGION)
        yield running


@pytest.fixture
def client(aws, functions):
    return aws.client("lambda")


def read(response):
    return json.loads(response["Payload"].read())


def error_of(call, **parameters):
    with pytest.raises(botocore.exceptions.ClientError) as caught:
        call(**parameters)
    return caught.value.response


def refusal(call, **parameters):
    error = error_of(call, **parameters)
    return error["ResponseMetadata"]["HTTPStatusCode"], error["Error"]["Code"], error["Error"]["Message"]


def received(aws, queue):
    """Return the one message that comes to a queue."""
    messages = aws.client("sqs").receive_message(
        QueueUrl=queue, WaitTimeSeconds=10, MessageAttributeNames=["All"]
    )["Messages"]
    assert len(messages) == 1
    return messages[0]


def queue_with_arn(aws, name):
    sqs = aws.client("sqs")
    url = sqs.create_queue(QueueName=name)["QueueUrl"]
    return url, sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]


def test_an_invocation_returns_the_result_and_the_tail_of_the_log(client):
    response = client.invoke(FunctionName="echo", Payload=b'{"a": "x"}', LogType="Tail")
    log = base64.b64decode(response["LogResult"]).decode()
    assert (response["StatusCode"], response["ExecutedVersion"], read(response)) == (
        200,
        "$LATEST",
        {"a": "x"},
    )
    assert "FunctionError" not in response
    assert f"START RequestId: {response['ResponseMetadata']['RequestId']} " in log
    assert "called with {'a': 'x'}\n" in log


def test_an_event_is_passed_on_as_it_is(client):
    """A payload is no set of members, of which those that are null are missing."""
    assert read(client.invoke(FunctionName="echo", Payload=b'{"a": null, "b": [null]}')) == {"a": None, "b": [None]}  # fmt: skip


def test_a_function_is_told_by_which_alias_it_is_invoked(client):
    arn = read(client.invoke(FunctionName="invoked"))
    assert arn.endswith(":function:invoked")
    assert read(client.invoke(FunctionName="invoked", Qualifier="live")) == f"{arn}:live"
    assert read(client.invoke(FunctionName=f"{arn}:live")) == f"{arn}:live"
    assert read(client.invoke(FunctionName="invoked:1")) == f"{arn}:1"
    assert read(client.invoke(FunctionName="invoked:live", Qualifier="live")) == f"{arn}:live"


@pytest.mark.parametrize(
    ("named", "unknown"),
    [
        ({"FunctionName": "invoked", "Qualifier": "none"}, "invoked:none"),
        ({"FunctionName": "invoked:none"}, "invoked:none"),
        ({"FunctionName": "invoked", "Qualifier": "2"}, "invoked:2"),
        ({"FunctionName": "echo", "Qualifier": "live"}, "echo:live"),
    ],
)
def test_unknown_versions_and_aliases_are_refused(client, functions, named, unknown):
    """Source: AWS Lambda API reference, "Invoke" and "GetFunction", ResourceNotFoundException."""
    refused = (404, "ResourceNotFoundException", f"Function not found: {functions.arn_of(unknown)}")
    assert refusal(client.invoke, **named) == refused
    assert refusal(client.invoke, **named, InvocationType="Event") == refused
    assert refusal(client.get_function, **named) == refused
    assert refusal(client.put_function_event_invoke_config, **named, MaximumRetryAttempts=1) == refused
    assert client.get_function(FunctionName="invoked", Qualifier="live")["Configuration"]["Runtime"]


def test_a_function_that_is_deleted_before_it_is_invoked_is_not_found(client, functions, monkeypatch):
    invoke = functions.invoke

    def delete_and_invoke(*given, **more):
        functions.remove("echo")
        return invoke(*given, **more)

    monkeypatch.setattr(functions, "invoke", delete_and_invoke)
    refused = (404, "ResourceNotFoundException", f"Function not found: {functions.arn_of('echo')}")
    assert refusal(client.invoke, FunctionName="echo") == refused


def test_a_name_and_a_qualifier_that_contradict_each_other_are_refused(client):
    refused = refusal(client.invoke, FunctionName="invoked:live", Qualifier="1")
    assert refused[1] == "InvalidParameterValueException"


def test_an_error_of_the_function_is_no_error_of_the_call(client):
    response = client.invoke(FunctionName="fail", Payload=b'{"reason": "because"}')
    assert (response["StatusCode"], response["FunctionError"]) == (200, "Unhandled")
    assert read(response)["errorMessage"] == "because"
    assert "LogResult" not in response


def test_a_function_may_use_aws_while_it_is_invoked(aws, client):
    url, _ = queue_with_arn(aws, "seen-by-the-function")
    assert read(client.invoke(FunctionName="list_queues")) == [url]


def test_a_function_gets_the_client_context(client):
    context = base64.b64encode(b'{"custom": {"a": 1}}').decode()
    assert read(client.invoke(FunctionName="count", ClientContext=context)) == {"a": 1}


@pytest.mark.parametrize(
    "context", ["a.b", base64.b64encode(b"no JSON").decode(), base64.b64encode(b"\xff").decode()]
)
def test_a_client_context_that_is_none_is_refused(client, context):
    status, code, message = refusal(client.invoke, FunctionName="count", ClientContext=context)
    assert (status, code) == (400, "InvalidRequestContentException")
    assert "Base64-encoded JSON" in message


def test_a_dry_run_invokes_nothing(client, functions):
    assert client.invoke(FunctionName="echo", InvocationType="DryRun")["StatusCode"] == 204
    assert functions.log("echo") == ""


def test_wrong_invocations_are_refused(client, functions):
    assert refusal(client.invoke, FunctionName="none") == (
        404,
        "ResourceNotFoundException",
        f"Function not found: {functions.arn_of('none')}",
    )
    assert refusal(client.invoke, FunctionName="echo", Payload=b"{")[:2] == (
        400,
        "InvalidRequestContentException",
    )
    assert refusal(client.invoke, FunctionName="full") == (429, "TooManyRequestsException", "Rate Exceeded.")
    large = json.dumps("x" * (1024 * 1024)).encode()
    assert refusal(client.invoke, FunctionName="echo", InvocationType="Event", Payload=large)[:2] == (
        413,
        "RequestTooLargeException",
    )
    assert read(client.invoke(FunctionName="echo", Payload=large)) == json.loads(large)


def test_errors_say_that_the_caller_is_at_fault(client, functions):
    """Source: the errors of Invoke, AWS Lambda API reference; LocalStack 4.14.0, services/lambda_/invocation."""
    errors = [
        error_of(client.invoke, FunctionName=name, Payload=payload)
        for name, payload in (("none", b"{}"), ("echo", b"{"), ("full", b"{}"))
    ]
    assert [error["Type"] for error in errors] == ["User", "User", "User"]
    assert errors[0]["Message"] == f"Function not found: {functions.arn_of('none')}"
    assert errors[1]["message"].startswith(
        "Could not parse request body into json: Could not parse payload into json: "
    )
    assert errors[2]["Reason"] == "ReservedFunctionConcurrentInvocationLimitExceeded"


def test_an_event_that_fails_is_tried_three_times_and_recorded(aws, client, functions):
    queue, arn = queue_with_arn(aws, "failures")
    client.put_function_event_invoke_config(
        FunctionName="fail", DestinationConfig={"OnFailure": {"Destination": arn}}
    )
    response = client.invoke(FunctionName="fail", InvocationType="Event", Payload=b'{"reason": "again"}')
    request_id = response["ResponseMetadata"]["RequestId"]
    record = json.loads(received(aws, queue)["Body"])
    assert response["StatusCode"] == 202
    assert record.pop("timestamp").endswith("Z")
    assert record.pop("responsePayload")["errorMessage"] == "again"
    assert record == {
        "version": "1.0",
        "requestContext": {
            "requestId": request_id,
            "functionArn": f"{functions.arn_of('fail')}:$LATEST",
            "condition": "RetriesExhausted",
            "approximateInvokeCount": 3,
        },
        "requestPayload": {"reason": "again"},
        "responseContext": {"statusCode": 200, "executedVersion": "$LATEST", "functionError": "Unhandled"},
    }
    assert functions.log("fail").count(f"attempt {request_id}\n") == 3


@pytest.mark.parametrize(
    "named", [{"FunctionName": "invoked:live"}, {"FunctionName": "invoked", "Qualifier": "live"}]
)
def test_an_event_for_an_alias_invokes_it(aws, client, functions, named):
    """Source: AWS Lambda Developer Guide, "Capturing records of Lambda asynchronous invocations": `functionArn`."""
    queue, arn = queue_with_arn(aws, "invoked")
    client.put_function_event_invoke_config(
        FunctionName="invoked", DestinationConfig={"OnSuccess": {"Destination": arn}}
    )
    client.invoke(**named, InvocationType="Event")
    record = json.loads(received(aws, queue)["Body"])
    alias = f"{functions.arn_of('invoked')}:live"
    assert (record["responsePayload"], record["requestContext"]["functionArn"]) == (alias, alias)


def test_a_service_invokes_the_alias_that_it_names(aws, client, functions):
    queue, arn = queue_with_arn(aws, "invoked")
    client.put_function_event_invoke_config(
        FunctionName="invoked", DestinationConfig={"OnSuccess": {"Destination": arn}}
    )
    alias, sns = f"{functions.arn_of('invoked')}:live", aws.client("sns")
    topic = sns.create_topic(Name="news")["TopicArn"]
    sns.subscribe(TopicArn=topic, Protocol="lambda", Endpoint=alias)
    sns.publish(TopicArn=topic, Message="hello")
    assert json.loads(received(aws, queue)["Body"])["responsePayload"] == alias


def test_a_success_is_recorded_after_one_attempt(aws, client):
    queue, arn = queue_with_arn(aws, "successes")
    client.put_function_event_invoke_config(
        FunctionName="echo", MaximumRetryAttempts=1, DestinationConfig={"OnSuccess": {"Destination": arn}}
    )
    client.invoke(FunctionName="echo", InvocationType="Event", Payload=b'{"a": 1}')
    record = json.loads(received(aws, queue)["Body"])
    assert (record["responsePayload"], record["requestContext"]["condition"]) == ({"a": 1}, "Success")
    assert record["requestContext"]["approximateInvokeCount"] == 1


def test_a_result_that_is_not_json_is_recorded_as_a_string(aws, client):
    queue, arn = queue_with_arn(aws, "raw-results")
    client.put_function_event_invoke_config(
        FunctionName="raw", DestinationConfig={"OnSuccess": {"Destination": arn}}
    )
    client.invoke(FunctionName="raw", InvocationType="Event")
    assert json.loads(received(aws, queue)["Body"])["responsePayload"] == "no JSON"


def test_a_dead_letter_says_why(aws, client, server, functions, account_id):
    queue, arn = queue_with_arn(aws, "dead-letters")
    server.stand_in.register_functions(
        functions, account_id=account_id, region=REGION, dead_letter_targets={"fail": arn}
    )
    client.put_function_event_invoke_config(FunctionName="fail", MaximumRetryAttempts=0)
    client.invoke(FunctionName="fail", InvocationType="Event", Payload=b'{"reason": "no hope"}')
    message = received(aws, queue)
    attributes = {name: value["StringValue"] for name, value in message["MessageAttributes"].items()}
    assert json.loads(message["Body"]) == {"reason": "no hope"}
    assert re.fullmatch(r"[0-9a-f-]{36}", attributes.pop("RequestID"))
    assert attributes == {"ErrorCode": "200", "ErrorMessage": "no hope"}
    assert client.get_function(FunctionName="fail")["Configuration"]["DeadLetterConfig"] == {"TargetArn": arn}


def test_another_function_is_a_destination(client, functions):
    client.put_function_event_invoke_config(
        FunctionName="fail",
        MaximumRetryAttempts=0,
        DestinationConfig={"OnFailure": {"Destination": functions.arn_of("echo")}},
    )
    client.invoke(FunctionName="fail", InvocationType="Event", Payload=b'{"reason": "passed on"}')
    wait_until(lambda: "'errorMessage': 'passed on'" in functions.log("echo"))


def test_functions_are_described(client, functions):
    names = [one["FunctionName"] for one in client.list_functions()["Functions"]]
    described = client.get_function(FunctionName="full")
    assert names == ["count", "echo", "fail", "full", "invoked", "list_queues", "raw"]
    assert described["Configuration"]["FunctionArn"] == functions.arn_of("full")
    assert described["Concurrency"] == {"ReservedConcurrentExecutions": 0}
    assert client.get_function_configuration(FunctionName="echo")["Timeout"] == 20
    assert client.get_function_concurrency(FunctionName="full")["ReservedConcurrentExecutions"] == 0


def test_functions_are_listed_in_pages(client, functions):
    listed = client.list_functions(MaxItems=3)
    pages = client.get_paginator("list_functions").paginate(PaginationConfig={"PageSize": 3})
    names = [one["FunctionName"] for page in pages for one in page["Functions"]]
    assert [one["FunctionName"] for one in listed["Functions"]] == names[:3]
    assert names == sorted(functions.definitions)


def test_settings_are_described_as_aws_does(client, functions):
    """Source: FunctionConfiguration, AWS Lambda API reference."""
    described = client.get_function_configuration(FunctionName="echo")
    assert len(base64.b64decode(described["CodeSha256"], validate=True)) == 32
    assert re.fullmatch(r"[-0-9]{10}T[:0-9]{8}\.\d{3}\+0000", described["LastModified"])
    assert described["RevisionId"] == client.get_function_configuration(FunctionName="echo")["RevisionId"]
    assert (described["TracingConfig"], described["EphemeralStorage"], described["SnapStart"]) == (
        {"Mode": "PassThrough"},
        {"Size": 512},
        {"ApplyOn": "None", "OptimizationStatus": "Off"},
    )
    assert "Environment" not in described


def test_a_configuration_of_events_configures_something(client, functions):
    """Source: LocalStack 4.14.0, services/lambda_/provider.py, whose behaviour is validated against AWS."""
    assert refusal(client.put_function_event_invoke_config, FunctionName="echo") == (
        400,
        "InvalidParameterValueException",
        "You must specify at least one of error handling or destination setting.",
    )
    assert refusal(
        client.update_function_event_invoke_config, FunctionName="echo", MaximumRetryAttempts=1
    ) == (
        404,
        "ResourceNotFoundException",
        f"The function {functions.arn_of('echo')}:$LATEST doesn't have an EventInvokeConfig",
    )
    answer = client.put_function_event_invoke_config(FunctionName="echo", MaximumRetryAttempts=1)
    del answer["ResponseMetadata"], answer["LastModified"]
    assert answer == {
        "FunctionArn": f"{functions.arn_of('echo')}:$LATEST",
        "MaximumRetryAttempts": 1,
        "DestinationConfig": {"OnSuccess": {}, "OnFailure": {}},
    }


def test_the_configuration_of_events_is_kept_changed_and_forgotten(client):
    client.put_function_event_invoke_config(FunctionName="echo", MaximumRetryAttempts=1)
    client.update_function_event_invoke_config(FunctionName="echo", MaximumEventAgeInSeconds=60)
    kept = client.get_function_event_invoke_config(FunctionName="echo")
    assert (kept["MaximumRetryAttempts"], kept["MaximumEventAgeInSeconds"]) == (1, 60)
    client.delete_function_event_invoke_config(FunctionName="echo")
    assert refusal(client.get_function_event_invoke_config, FunctionName="echo")[:2] == (
        404,
        "ResourceNotFoundException",
    )


def test_without_functions_none_is_found(aws, account_id):
    status, code, message = refusal(aws.client("lambda").invoke, FunctionName="echo")
    assert (status, code) == (404, "ResourceNotFoundException")
    assert message == f"Function not found: arn:aws:lambda:{REGION}:{account_id}:function:echo"

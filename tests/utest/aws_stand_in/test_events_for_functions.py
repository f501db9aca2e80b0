"""What S3, SNS and EventBridge send to functions that run, and to other targets."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from aws_stand_in import MockAwsServer
from support.python_functions import PythonFunctions
from support.stand_in import REGION, Aws
from support.waiting import wait_until


@pytest.fixture
def functions(aws: Aws, server: MockAwsServer) -> PythonFunctions:
    functions = PythonFunctions({"work": lambda _: None})
    server.stand_in.register_functions(functions, account_id=aws.account_id, region=REGION)
    return functions


@pytest.fixture
def work(aws: Aws) -> str:
    return f"arn:aws:lambda:{REGION}:{aws.account_id}:function:work"


@pytest.fixture
def queue(aws: Aws) -> Callable[[str], tuple[str, str]]:
    def make(name: str) -> tuple[str, str]:
        url = aws.client("sqs").create_queue(QueueName=name)["QueueUrl"]
        return url, f"arn:aws:sqs:{REGION}:{aws.account_id}:{name}"

    return make


def received(aws: Aws, url: str) -> list[Any]:
    messages = aws.client("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=5)
    return [json.loads(message["Body"]) for message in messages.get("Messages", [])]


def records(functions: PythonFunctions, number: int) -> list[Any]:
    return [record for one in functions.wait_for(number) for record in one.event["Records"]]


def bucket(aws: Aws, *, versions: bool = False, **configuration: Any) -> Any:
    s3 = aws.client("s3")
    s3.create_bucket(Bucket="files", CreateBucketConfiguration={"LocationConstraint": REGION})
    if versions:
        s3.put_bucket_versioning(Bucket="files", VersioningConfiguration={"Status": "Enabled"})
    s3.put_bucket_notification_configuration(Bucket="files", NotificationConfiguration=configuration)
    return s3


def to_function(work: str, *events: str, **filter_rules: str) -> list[dict[str, Any]]:
    rules = [{"Name": name, "Value": value} for name, value in filter_rules.items()]
    filtered = {"Filter": {"Key": {"FilterRules": rules}}} if rules else {}
    return [{"Id": "to-work", "LambdaFunctionArn": work, "Events": list(events), **filtered}]


def test_object_that_is_put_becomes_a_record(aws: Aws, functions: PythonFunctions, work: str) -> None:
    s3 = bucket(aws, LambdaFunctionConfigurations=to_function(work, "s3:ObjectCreated:*"))

    etag = s3.put_object(Bucket="files", Key="in/a b+ü.txt", Body=b"text")["ETag"].strip('"')

    (record,) = records(functions, 1)
    assert (record["eventVersion"], record["eventSource"], record["eventName"]) == (
        "2.1",
        "aws:s3",
        "ObjectCreated:Put",
    )
    assert record["awsRegion"] == REGION
    assert {"eventTime", "userIdentity", "requestParameters", "responseElements"} <= record.keys()
    assert record["s3"]["configurationId"] == "to-work"
    assert record["s3"]["bucket"]["name"] == "files"
    assert record["s3"]["bucket"]["arn"] == "arn:aws:s3:::files"
    described = record["s3"]["object"]
    assert (described["key"], described["size"], described["eTag"]) == ("in/a+b%2B%C3%BC.txt", 4, etag)
    assert "versionId" not in described


def test_record_of_a_bucket_with_versions_names_the_version(
    aws: Aws, functions: PythonFunctions, work: str
) -> None:
    s3 = bucket(aws, versions=True, LambdaFunctionConfigurations=to_function(work, "s3:ObjectCreated:*"))

    first, second = (s3.put_object(Bucket="files", Key="k", Body=body)["VersionId"] for body in (b"1", b"2"))

    found = {
        one["s3"]["object"]["versionId"]: one["s3"]["object"]["sequencer"] for one in records(functions, 2)
    }
    assert found.keys() == {first, second}
    assert found[first] < found[second]


def test_events_and_filters_of_a_notification(aws: Aws, functions: PythonFunctions, work: str) -> None:
    created = to_function(work, "s3:ObjectCreated:Copy", "s3:ObjectRemoved:*", prefix="in/", suffix=".txt")
    s3 = bucket(aws, LambdaFunctionConfigurations=created)

    for key in ("in/a.txt", "in/a.png", "out/a.txt"):
        s3.put_object(Bucket="files", Key=key, Body=b"x")
        s3.copy_object(
            Bucket="files", Key=key, CopySource={"Bucket": "files", "Key": key}, MetadataDirective="REPLACE"
        )
        s3.delete_object(Bucket="files", Key=key)

    found = records(functions, 2)
    assert sorted((one["eventName"], one["s3"]["object"]["key"]) for one in found) == [
        ("ObjectCreated:Copy", "in/a.txt"),
        ("ObjectRemoved:Delete", "in/a.txt"),
    ]
    removal = next(one["s3"]["object"] for one in found if one["eventName"] == "ObjectRemoved:Delete")
    assert removal.keys() == {"key", "sequencer"}


def test_object_reaches_eventbridge(aws: Aws, functions: PythonFunctions, work: str) -> None:
    pattern = {
        "source": ["aws.s3"],
        "detail-type": ["Object Created"],
        "detail": {"object": {"key": [{"suffix": ".txt"}]}},
    }
    put_rule(aws, pattern, {"Arn": work})
    s3 = bucket(aws, EventBridgeConfiguration={})

    s3.put_object(Bucket="files", Key="a.png", Body=b"x")
    s3.put_object(Bucket="files", Key="a b.txt", Body=b"xyz")

    (invocation,) = functions.wait_for(1)
    event = invocation.event
    assert (event["detail-type"], event["source"], event["resources"]) == (
        "Object Created",
        "aws.s3",
        ["arn:aws:s3:::files"],
    )
    detail = event["detail"]
    assert (detail["bucket"], detail["reason"]) == ({"name": "files"}, "PutObject")
    assert (detail["object"]["key"], detail["object"]["size"]) == ("a b.txt", 3)


def topic(aws: Aws, work: str, **attributes: str) -> str:
    sns = aws.client("sns")
    arn = str(sns.create_topic(Name="news")["TopicArn"])
    sns.subscribe(TopicArn=arn, Protocol="lambda", Endpoint=work, Attributes=attributes)
    return arn


def test_published_message_becomes_a_record(aws: Aws, functions: PythonFunctions, work: str) -> None:
    arn = topic(aws, work)
    attributes = {"kind": {"DataType": "String", "StringValue": "a"}}

    sent = aws.client("sns").publish(
        TopicArn=arn, Message="hello", Subject="greeting", MessageAttributes=attributes
    )
    aws.client("sns").publish(TopicArn=arn, Message="again")

    record, other = records(functions, 2)
    assert (record["EventSource"], record["EventVersion"]) == ("aws:sns", "1.0")
    assert record["EventSubscriptionArn"].startswith(f"{arn}:")
    message = next(one["Sns"] for one in (record, other) if one["Sns"]["Message"] == "hello")
    assert (message["MessageId"], message["TopicArn"], message["Type"]) == (
        sent["MessageId"],
        arn,
        "Notification",
    )
    assert (message["Subject"], message["MessageAttributes"]) == (
        "greeting",
        {"kind": {"Type": "String", "Value": "a"}},
    )
    assert next(one["Sns"]["Subject"] for one in (record, other) if one["Sns"]["Message"] == "again") is None


def test_filter_policy_of_a_subscription(aws: Aws, functions: PythonFunctions, work: str) -> None:
    arn = topic(aws, work, FilterPolicy=json.dumps({"kind": ["a"]}))

    for kind in ("b", "a"):
        attributes = {"kind": {"DataType": "String", "StringValue": kind}}
        aws.client("sns").publish(TopicArn=arn, Message=kind, MessageAttributes=attributes)

    assert [record["Sns"]["Message"] for record in records(functions, 1)] == ["a"]


def put_rule(aws: Aws, pattern: dict[str, Any], target: dict[str, Any], **options: Any) -> None:
    events = aws.client("events")
    events.put_rule(Name="watch", EventPattern=json.dumps(pattern), **options)
    events.put_targets(Rule="watch", Targets=[{"Id": "1", **target}])


def put_event(aws: Aws, **detail: Any) -> None:
    entry = {"Source": "orders", "DetailType": "Paid", "Detail": json.dumps(detail), "Resources": ["r"]}
    aws.client("events").put_events(Entries=[entry])


def test_rule_invokes_a_function_with_the_event(aws: Aws, functions: PythonFunctions, work: str) -> None:
    put_rule(aws, {"source": ["orders"], "detail": {"total": [{"numeric": [">", 10]}]}}, {"Arn": work})

    put_event(aws, total=5)
    put_event(aws, total=50)

    (invocation,) = functions.wait_for(1)
    event = invocation.event
    assert (event["source"], event["detail-type"], event["detail"]) == ("orders", "Paid", {"total": 50})
    assert (event["account"], event["region"], event["version"]) == (aws.account_id, REGION, "0")
    assert event["time"].endswith("Z")
    assert event["resources"] == ["r"]
    assert event.keys() == {
        "version",
        "id",
        "detail-type",
        "source",
        "account",
        "time",
        "region",
        "resources",
        "detail",
    }


def test_target_gets_what_its_transformer_makes(aws: Aws, functions: PythonFunctions, work: str) -> None:
    transformer = {"InputPathsMap": {"total": "$.detail.total"}, "InputTemplate": '{"sum": <total>}'}
    put_rule(aws, {"source": ["orders"]}, {"Arn": work, "InputTransformer": transformer})

    put_event(aws, total=7)

    assert functions.wait_for(1)[0].event == {"sum": 7}


def test_rule_reaches_a_queue_and_a_topic(
    aws: Aws, queue: Callable[[str], tuple[str, str]], functions: PythonFunctions, work: str
) -> None:
    url, queue_arn = queue("events")
    put_rule(aws, {"source": ["orders"]}, {"Arn": queue_arn, "InputPath": "$.detail"})
    topic_arn = topic(aws, work)
    aws.client("events").put_targets(Rule="watch", Targets=[{"Id": "2", "Arn": topic_arn, "Input": '"paid"'}])

    put_event(aws, total=7)

    assert received(aws, url) == [{"total": 7}]
    assert records(functions, 1)[0]["Sns"]["Message"] == '"paid"'


def test_disabled_rule_sends_nothing(
    aws: Aws, queue: Callable[[str], tuple[str, str]], functions: PythonFunctions, work: str
) -> None:
    put_rule(aws, {"source": ["orders"]}, {"Arn": work}, State="DISABLED")
    put_event(aws, total=1)
    aws.client("events").enable_rule(Name="watch")
    put_event(aws, total=2)

    assert functions.wait_for(1)[0].event["detail"] == {"total": 2}
    assert len(functions.invocations) == 1


def test_function_that_does_not_run_loses_its_event_only(
    aws: Aws, functions: PythonFunctions, queue: Callable[[str], tuple[str, str]], work: str
) -> None:
    url, arn = queue("events")
    configuration = to_function(f"{work}-missing", "s3:ObjectCreated:*")
    queues = [{"Id": "q", "QueueArn": arn, "Events": ["s3:ObjectCreated:*"]}]
    s3 = bucket(aws, LambdaFunctionConfigurations=configuration, QueueConfigurations=queues)

    s3.put_object(Bucket="files", Key="k", Body=b"x")

    wait_until(lambda: any("Records" in message for message in received(aws, url)))
    assert functions.invocations == []


def test_event_is_tried_again_if_the_function_fails(aws: Aws, server: MockAwsServer, work: str) -> None:
    attempts: list[int] = []

    def fail_once(_: Any) -> None:
        attempts.append(1)
        if len(attempts) == 1:
            raise RuntimeError("boom")

    functions = PythonFunctions({"work": fail_once})
    server.stand_in.register_functions(functions, account_id=aws.account_id, region=REGION)
    s3 = bucket(aws, LambdaFunctionConfigurations=to_function(work, "s3:ObjectCreated:*"))

    s3.put_object(Bucket="files", Key="k", Body=b"x")

    functions.wait_for(2)
    wait_until(lambda: len(attempts) == 2)


TRACE_ID = "Root=1-5759e988-bd862e3fe1be46a994272793"


def traced(aws: Aws, service: str) -> Any:
    """Return a client whose requests belong to a trace, as those of a function do."""
    client = aws.own_client(service)
    client.meta.events.register(
        "before-send", lambda request, **_: request.headers.__setitem__("X-Amzn-Trace-Id", TRACE_ID)
    )
    return client


def test_events_belong_to_the_trace_of_the_request(aws: Aws, functions: PythonFunctions, work: str) -> None:
    put_rule(aws, {"source": ["orders"]}, {"Arn": work})
    topic_arn = topic(aws, work)
    bucket(aws, LambdaFunctionConfigurations=to_function(work, "s3:ObjectCreated:*"))

    traced(aws, "s3").put_object(Bucket="files", Key="k", Body=b"x")
    traced(aws, "sns").publish(TopicArn=topic_arn, Message="x")
    entry = {"Source": "orders", "DetailType": "Paid", "Detail": "{}"}
    traced(aws, "events").put_events(Entries=[entry])

    assert [one.trace_id for one in functions.wait_for(3)] == [TRACE_ID] * 3


def test_messages_belong_to_the_trace_of_the_request(
    aws: Aws, queue: Callable[[str], tuple[str, str]]
) -> None:
    url, arn = queue("jobs")
    topic_arn = aws.client("sns").create_topic(Name="news")["TopicArn"]
    aws.client("sns").subscribe(TopicArn=topic_arn, Protocol="sqs", Endpoint=arn)
    own = {"AWSTraceHeader": {"DataType": "String", "StringValue": "Root=1-own"}}
    sqs = traced(aws, "sqs")

    sent = sqs.send_message(QueueUrl=url, MessageBody="1")
    sqs.send_message(QueueUrl=url, MessageBody="2", MessageSystemAttributes=own)
    batch = sqs.send_message_batch(QueueUrl=url, Entries=[{"Id": "a", "MessageBody": "3"}])
    traced(aws, "sns").publish(TopicArn=topic_arn, Message="4")
    aws.client("sqs").send_message(QueueUrl=url, MessageBody="5")

    reply = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, MessageSystemAttributeNames=["All"])
    traces = [message["Attributes"].get("AWSTraceHeader") for message in reply["Messages"]]
    assert traces == [TRACE_ID, "Root=1-own", TRACE_ID, TRACE_ID, None]
    assert "MD5OfMessageSystemAttributes" not in sent
    assert "MD5OfMessageSystemAttributes" not in batch["Successful"][0]

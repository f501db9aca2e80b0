"""Functions that requests create, and that run.

Source: AWS Lambda API reference, CreateFunction, UpdateFunctionCode, UpdateFunctionConfiguration, PublishVersion, Invoke.
"""

import io
import json
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError
from deployment import Deployment
from test_stack_roles import TRUST

from aws_stand_in.overlays.functions.requested_functions import RequestedFunctions
from support.stand_in import REGION
from support.waiting import eventually, wait_until

ECHO = "def handler(event, context): return event"
LISTS_QUEUES = """
import boto3, os
def handler(event, context):
    print("asked by", event["name"])
    urls = boto3.client("sqs").list_queues()["QueueUrls"]
    return {"queues": [url.rpartition("/")[2] for url in urls], "table": os.environ["TABLE"]}
"""
ASKS = """
import urllib.error, urllib.request
def handler(event, context):
    try:
        with urllib.request.urlopen(event) as response:
            return response.status, ""
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()
"""
SENDS = """
import boto3, json, os
def handler(event, context):
    boto3.client("sqs").send_message(QueueUrl=os.environ["URL"], MessageBody=json.dumps(event))
"""
SIGNED_IN_QUERY = (
    "?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=000000000001%2F20261129%2Feu-west-1%2Flambda%2Faws4_request"
    "&X-Amz-Date=20261129T000000Z&X-Amz-Expires=3600&X-Amz-SignedHeaders=host&X-Amz-Signature=0"
)
Create = Callable[..., str]


def archive(code: str, name: str = "app.py", **more: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        for path, text in {name: code, **more}.items():
            package.writestr(path, text)
    return file.getvalue()


@pytest.fixture
def client(aws: Any) -> Any:
    return aws.client("lambda")


@pytest.fixture
def role(aws: Any) -> str:
    made = aws.client("iam").create_role(RoleName="worker", AssumeRolePolicyDocument=json.dumps(TRUST))
    return str(made["Role"]["Arn"])


@pytest.fixture
def create(client: Any, role: str) -> Create:
    """Creates the function `work` from the code of `app.py`, and returns its ARN."""

    def create_function(code: str | bytes = ECHO, **settings: Any) -> str:
        package = archive(code) if isinstance(code, str) else code
        given = {
            "Runtime": "python3.11",
            "Handler": "app.handler",
            "Timeout": 20,
            "Code": {"ZipFile": package},
        }
        made = client.create_function(FunctionName="work", Role=role, **{**given, **settings})
        return str(made["FunctionArn"])

    return create_function


def invoked(client: Any, event: Any = None, **settings: Any) -> Any:
    """Return what a function returns, which must not fail."""
    answer = client.invoke(FunctionName="work", Payload=json.dumps(event), **settings)
    payload = json.loads(answer["Payload"].read())
    assert "FunctionError" not in answer, payload
    return payload


def queue(aws: Any, name: str) -> tuple[str, str]:
    """Return URL and ARN of a new queue."""
    sqs = aws.client("sqs")
    url = sqs.create_queue(QueueName=name)["QueueUrl"]
    attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]
    return url, attributes["QueueArn"]


def test_a_function_runs_with_its_variables_and_reaches_the_services(
    aws: Any, client: Any, create: Create
) -> None:
    queue(aws, "jobs")
    create(LISTS_QUEUES, Environment={"Variables": {"TABLE": "orders"}})
    assert invoked(client, {"name": "Ada"}) == {"queues": ["jobs"], "table": "orders"}
    events = aws.client("logs").filter_log_events(logGroupName="/aws/lambda/work", filterPattern="asked")[
        "events"
    ]
    assert [event["message"] for event in events] == ["asked by Ada\n"]
    groups = aws.client("logs").describe_log_groups(logGroupNamePrefix="/aws/lambda/")["logGroups"]
    assert [group["logGroupName"] for group in groups] == ["/aws/lambda/work"]


def test_no_other_host_is_reached(client: Any, create: Create) -> None:
    create(ASKS)
    status, text = invoked(client, "http://pages.example/news")
    assert status == 502
    assert text.startswith("GET http://pages.example/news was refused: nothing here reaches the internet.")
    status, _ = invoked(
        client, "http://sts.eu-west-1.amazonaws.com/?Action=GetCallerIdentity&Version=2011-06-15"
    )
    assert status == 200


def test_code_can_be_in_a_bucket(aws: Any, client: Any, create: Create) -> None:
    s3 = aws.client("s3")
    s3.create_bucket(Bucket="code", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    s3.put_object(Bucket="code", Key="work.zip", Body=archive(ECHO))
    create(Code={"S3Bucket": "code", "S3Key": "work.zip"})
    assert invoked(client, [1, 2]) == [1, 2]


def test_a_function_runs_as_the_last_request_has_left_it(client: Any, create: Create) -> None:
    create(
        "import os\ndef handler(event, context): return os.environ.get('MODE'), context.memory_limit_in_mb"
    )
    assert invoked(client) == [None, "128"]
    client.update_function_configuration(
        FunctionName="work", MemorySize=256, Environment={"Variables": {"MODE": "fast"}}
    )
    assert invoked(client) == ["fast", "256"]
    client.update_function_code(
        FunctionName="work", ZipFile=archive("def handler(event, context): return 'new'")
    )
    assert invoked(client) == "new"
    client.put_function_concurrency(FunctionName="work", ReservedConcurrentExecutions=0)
    with pytest.raises(client.exceptions.TooManyRequestsException):
        invoked(client)
    client.delete_function_concurrency(FunctionName="work")
    assert invoked(client) == "new"
    client.delete_function(FunctionName="work")
    with pytest.raises(client.exceptions.ResourceNotFoundException, match="Function not found"):
        invoked(client)


def test_modules_come_from_layers(client: Any, create: Create) -> None:
    layer = client.publish_layer_version(
        LayerName="tools", Content={"ZipFile": archive("NAME = 'of the layer'", "python/tools.py")}
    )
    create("import tools\ndef handler(event, context): return tools.NAME", Layers=[layer["LayerVersionArn"]])
    assert invoked(client) == "of the layer"


def test_an_archive_has_all_packages_that_the_function_needs(client: Any, create: Create) -> None:
    create(archive("import no_such_package", **{"requirements.txt": "no-such-package==1"}))
    answer = client.invoke(FunctionName="work")
    assert answer["FunctionError"] == "Unhandled"
    assert json.loads(answer["Payload"].read())["errorType"] == "Runtime.ImportModuleError"


def test_an_archive_can_be_empty(client: Any, create: Create) -> None:
    file = io.BytesIO()
    zipfile.ZipFile(file, "w").close()
    create(file.getvalue())
    assert (
        json.loads(client.invoke(FunctionName="work")["Payload"].read())["errorType"]
        == "Runtime.ImportModuleError"
    )


def test_versions_and_aliases_run_while_they_are_like_the_latest(client: Any, create: Create) -> None:
    create("def handler(event, context): return context.invoked_function_arn.rpartition(':')[2]")
    version = client.publish_version(FunctionName="work")["Version"]
    client.create_alias(FunctionName="work", Name="live", FunctionVersion=version)
    assert invoked(client, Qualifier="live") == "live"
    assert invoked(client, Qualifier=version) == version
    client.update_function_code(FunctionName="work", ZipFile=archive(ECHO))
    for qualifier in ("live", version):
        with pytest.raises(ClientError, match=r"NotImplemented.*Versions with other code"):
            invoked(client, Qualifier=qualifier)
    assert invoked(client, "latest") == "latest"


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"Runtime": "java21"}, "The runtime 'java21' can't be run here"),
        ({"Code": {"ZipFile": b"no archive"}}, "is not a ZIP archive"),
    ],
)
def test_a_function_that_cannot_run_fails_with_the_reason(
    client: Any, create: Create, settings: dict[str, Any], reason: str
) -> None:
    create(**settings)
    with pytest.raises(ClientError, match=rf"NotImplemented.*the function work.*{reason}"):
        invoked(client)


def test_without_its_layer_a_function_does_not_run(client: Any, create: Create) -> None:
    layer = client.publish_layer_version(
        LayerName="tools", Content={"ZipFile": archive("", "python/tools.py")}
    )
    create(Layers=[layer["LayerVersionArn"]])
    assert invoked(client, 1) == 1
    client.delete_layer_version(LayerName="tools", VersionNumber=layer["Version"])
    with pytest.raises(ClientError, match=r"NotImplemented.*A layer of it has been deleted"):
        invoked(client)


@pytest.mark.parametrize(
    "settings",
    [
        {"DeadLetterConfig": {"TargetArn": "arn:aws:sqs:eu-west-1:123456789012:dead"}},
        {"LoggingConfig": {"LogGroup": "shared"}},
    ],
)
def test_settings_without_an_effect_are_refused(create: Create, settings: dict[str, Any]) -> None:
    with pytest.raises(ClientError, match=f"NotImplemented.*{next(iter(settings))}"):
        create(**settings)


def test_events_are_sent_to_destinations(aws: Any, client: Any, create: Create) -> None:
    url, arn = queue(aws, "done")
    create()
    client.put_function_event_invoke_config(
        FunctionName="work", DestinationConfig={"OnSuccess": {"Destination": arn}}
    )
    client.invoke(FunctionName="work", InvocationType="Event", Payload=b'"later"')
    received = aws.client("sqs").receive_message(QueueUrl=url, WaitTimeSeconds=20)["Messages"]
    assert [json.loads(one["Body"])["responsePayload"] for one in received] == ["later"]


def test_messages_of_a_queue_invoke_the_function_until_it_is_gone(
    aws: Any, client: Any, create: Create
) -> None:
    (jobs, arn), (done, _) = queue(aws, "jobs"), queue(aws, "done")
    sqs = aws.client("sqs")
    create(SENDS, Environment={"Variables": {"URL": done}})
    mapping = client.create_event_source_mapping(EventSourceArn=arn, FunctionName="work")
    sqs.send_message(QueueUrl=jobs, MessageBody="one")
    received = sqs.receive_message(QueueUrl=done, WaitTimeSeconds=20)["Messages"]
    assert [record["body"] for record in json.loads(received[0]["Body"])["Records"]] == ["one"]
    client.delete_function(FunctionName="work")
    assert client.get_event_source_mapping(UUID=mapping["UUID"])["EventSourceArn"] == arn
    client.delete_event_source_mapping(UUID=mapping["UUID"])
    wait_until(lambda: not client.list_event_source_mappings()["EventSourceMappings"])


def test_functions_of_a_stack_run(aws: Any, client: Any, deploy: Deployment) -> None:
    code = "import os\ndef handler(event, context): return os.environ['NAME'] + event"
    deploy(
        Worker=("IAM::Role", {"AssumeRolePolicyDocument": TRUST}),
        Work=(
            "Lambda::Function",
            {
                "FunctionName": "work", "Code": {"ZipFile": code}, "Handler": "index.handler", "Runtime": "python3.11",
                "Role": {"Fn::GetAtt": ["Worker", "Arn"]}, "Environment": {"Variables": {"NAME": "Ada"}}, "Timeout": 20,
            },
        ),
    )  # fmt: skip
    assert invoked(client, "!") == "Ada!"


def test_a_reset_ends_the_functions(aws: Any, client: Any, create: Create, role: str, server: Any) -> None:
    create("import os\ndef handler(event, context): return os.getpid()")
    process = invoked(client)
    assert _runs(process)
    server.reset(aws.account_id)
    eventually(lambda: not _runs(process))
    with pytest.raises(client.exceptions.ResourceNotFoundException):
        invoked(client)


def test_after_their_end_no_functions_start(aws: Any, create: Create) -> None:
    create()
    functions = RequestedFunctions(lambda _environ, _start: [], lambda: aws.endpoint_url, lambda *_: None)
    found = functions.find((aws.account_id, REGION))
    assert found is not None
    assert list(found.runtime.definitions) == ["work"]
    functions.close()
    assert functions.find((aws.account_id, REGION)) is None


def _runs(process: int) -> bool:
    state = Path(f"/proc/{process}/stat")
    return state.exists() and state.read_text("utf-8").rpartition(")")[2].split()[0] != "Z"


class TestSenders:
    """Web pages bring no code that runs on this machine."""

    @pytest.fixture
    def send(self, aws: Any) -> Callable[..., int]:
        """Sends a request as a page can, and returns the status."""

        def send_request(path: str, body: str | None = None, **headers: str) -> int:
            data = body.encode() if body is not None else None
            request = urllib.request.Request(f"{aws.endpoint_url}{path}", data, headers)
            try:
                with urllib.request.urlopen(request, timeout=30) as response:
                    return int(response.status)
            except urllib.error.HTTPError as error:
                return error.code

        return send_request

    @pytest.mark.parametrize(("query", "status"), [("", 501), (SIGNED_IN_QUERY, 403)])
    @pytest.mark.parametrize("origin", [{"Origin": "https://pages.example"}, {"Origin": "null"}, {}])
    def test_a_form_creates_no_function(
        self, client: Any, send: Callable[..., int], query: str, status: int, origin: dict[str, str]
    ) -> None:
        body = json.dumps({"FunctionName": "f", "Role": "r", "Code": {"ZipFile": ""}})
        assert (
            send(f"/2015-03-31/functions{query}", body, **origin, **{"Content-Type": "text/plain"}) == status
        )
        assert client.list_functions()["Functions"] == []

    def test_an_image_creates_no_stack(self, send: Callable[..., int]) -> None:
        assert send("/?Action=CreateStack&Version=2010-05-15&StackName=s&TemplateBody=%7B%7D") == 403
        assert send("/?Action=DescribeStacks&Version=2010-05-15") == 200

    def test_a_page_that_signs_manages_no_functions_and_still_invokes_them(
        self, client: Any, create: Create
    ) -> None:
        with (
            sent_from_a_page(client),
            pytest.raises(ClientError, match=r"AccessDenied.*comes from no web page"),
        ):
            create()
        create()
        with sent_from_a_page(client):
            assert invoked(client, 1) == 1


@contextmanager
def sent_from_a_page(client: Any) -> Iterator[None]:
    """Let the requests of a client have the header by which browsers say where they come from."""
    client.meta.events.register("before-send.lambda.*", _add_origin)
    try:
        yield
    finally:
        client.meta.events.unregister("before-send.lambda.*", _add_origin)


def _add_origin(request: Any, **_: Any) -> None:
    request.headers["Origin"] = "https://pages.example"

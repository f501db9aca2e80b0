"""What happens to a request between the socket and moto."""

import http.client
import socket
import threading
import time
from typing import Any
from urllib.parse import urlsplit

import boto3
import pytest
import requests
from botocore.exceptions import ClientError, ConnectionClosedError

from aws_stand_in import MockAwsServer
from aws_stand_in.accounts import access_key_of, account_of_access_key
from fault_engine import FaultEngine
from loopback_server.listener import PortUnavailableError
from support.accounts import new_account_id
from support.stand_in import Aws
from support.waiting import eventually


def authorization(account_id: str, service: str = "s3") -> dict[str, str]:
    scope = f"{account_id}/20260101/eu-west-1/{service}/aws4_request"
    return {"Authorization": f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0"}


# ---------------------------------------------------------------------------------------------- accounts


def test_twelve_digits_are_the_account(aws: Any) -> None:
    assert aws.client("sts").get_caller_identity()["Account"] == aws.account_id


def test_account_of_a_presigned_url_is_in_its_query() -> None:
    credential = "X-Amz-Credential=000000000042%2F20260101%2Feu-west-1%2Fs3%2Faws4_request"
    assert access_key_of({"QUERY_STRING": f"a=b&{credential}"}) == "000000000042"
    assert access_key_of({"QUERY_STRING": "a=b"}) is None


def test_keys_of_iam_belong_to_the_account_that_created_them(aws: Any) -> None:
    iam = aws.client("iam")
    iam.create_user(UserName="robot")
    key = iam.create_access_key(UserName="robot")["AccessKey"]["AccessKeyId"]
    assert account_of_access_key(key) == aws.account_id
    assert aws.own_client("sts", account_id=key).get_caller_identity()["Account"] == aws.account_id


def test_accounts_use_the_same_names_and_share_nothing(aws: Any, server: MockAwsServer) -> None:
    other = "999999999999"
    for account_id in (aws.account_id, other):
        s3 = aws.own_client("s3", account_id=account_id)
        s3.create_bucket(Bucket="shared-name", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
        s3.put_object(Bucket="shared-name", Key="key", Body=account_id.encode())
        aws.own_client("sqs", account_id=account_id).create_queue(QueueName="shared-name")
    mine = aws.client("s3").get_object(Bucket="shared-name", Key="key")["Body"].read()
    assert mine == aws.account_id.encode()
    server.reset(aws.account_id)
    assert aws.client("s3").list_buckets()["Buckets"] == []
    kept = aws.own_client("s3", account_id=other).get_object(Bucket="shared-name", Key="key")["Body"].read()
    assert kept == other.encode()
    server.reset(other)


def test_bucket_of_another_account_does_not_exist(aws: Any, server: MockAwsServer) -> None:
    owner = aws.own_client("s3", account_id="999999999998")
    owner.create_bucket(
        Bucket="somebody-elses", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}
    )
    with pytest.raises(ClientError) as error:
        aws.client("s3").list_objects_v2(Bucket="somebody-elses")
    assert error.value.response["Error"]["Code"] == "NoSuchBucket"
    server.reset("999999999998")


def test_own_bucket_cannot_be_created_twice(aws: Any) -> None:
    s3 = aws.client("s3")
    where = {"CreateBucketConfiguration": {"LocationConstraint": "eu-west-1"}}
    s3.create_bucket(Bucket="mine", **where)
    s3.put_object(Bucket="mine", Key="key", Body=b"kept")
    with pytest.raises(ClientError) as error:
        s3.create_bucket(Bucket="mine", **where)
    assert error.value.response["Error"]["Code"] == "BucketAlreadyOwnedByYou"
    assert s3.get_object(Bucket="mine", Key="key")["Body"].read() == b"kept"


def test_reset_of_one_account_is_quick(aws: Any, server: MockAwsServer) -> None:
    aws.client("sqs").create_queue(QueueName="q")
    aws.client("sns").create_topic(Name="t")
    began = time.process_time()
    server.reset(aws.account_id)
    assert time.process_time() - began < 0.5
    assert "QueueUrls" not in aws.client("sqs").list_queues()


# ---------------------------------------------------------------------------------------------- HTTP


@pytest.fixture
def connection(server: MockAwsServer) -> Any:
    parts = urlsplit(server.url)
    opened = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=30)
    yield opened
    opened.close()


def ask(
    connection: http.client.HTTPConnection, method: str, path: str, **more: Any
) -> tuple[int, bytes, Any]:
    connection.request(method, path, **more)
    response = connection.getresponse()
    return response.status, response.read(), response.headers


def test_connection_stays_open(connection: http.client.HTTPConnection, account_id: str) -> None:
    assert ask(connection, "GET", "/", headers=authorization(account_id))[0] == 200
    first = connection.sock
    assert (
        ask(connection, "PUT", "/no-bucket/key", body=b"x" * 70_000, headers=authorization(account_id))[0]
        == 404
    )
    assert connection.sock is first


def test_chunked_upload_is_read_whole(connection: http.client.HTTPConnection, aws: Any) -> None:
    s3 = aws.client("s3")
    s3.create_bucket(Bucket="bucket", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    chunks = iter([b"a" * 70_000, b"b" * 70_000])
    headers = authorization(aws.account_id)
    assert ask(connection, "PUT", "/bucket/key", body=chunks, headers=headers, encode_chunked=True)[0] == 200
    assert s3.head_object(Bucket="bucket", Key="key")["ContentLength"] == 140_000


def test_upload_that_expects_100_continue_gets_it(server: MockAwsServer, aws: Any) -> None:
    aws.client("s3").create_bucket(
        Bucket="bucket", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}
    )
    with socket.create_connection(("127.0.0.1", urlsplit(server.url).port or 0), 5) as plain:
        head = "".join(f"{name}: {value}\r\n" for name, value in authorization(aws.account_id).items())
        plain.sendall(
            f"PUT /bucket/key HTTP/1.1\r\nHost: h\r\n{head}Content-Length: 5\r\nExpect: 100-continue\r\n\r\n".encode()
        )
        assert plain.recv(100).startswith(b"HTTP/1.1 100 Continue")
        plain.sendall(b"hello")
        assert plain.recv(1000).startswith(b"HTTP/1.1 200")


def test_head_has_length_and_no_body(connection: http.client.HTTPConnection, aws: Any) -> None:
    s3 = aws.client("s3")
    s3.create_bucket(Bucket="bucket", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    s3.put_object(Bucket="bucket", Key="key", Body=b"hello")
    status, body, headers = ask(connection, "HEAD", "/bucket/key", headers=authorization(aws.account_id))
    assert (status, body, headers["Content-Length"]) == (200, b"", "5")
    assert ask(connection, "GET", "/bucket/key", headers=authorization(aws.account_id))[1] == b"hello"


def test_metadata_names_keep_their_underscores(aws: Any) -> None:
    s3 = aws.client("s3")
    s3.create_bucket(Bucket="bucket", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    s3.put_object(Bucket="bucket", Key="key", Body=b"", Metadata={"page_count": "7", "page-size": "a4"})
    assert s3.head_object(Bucket="bucket", Key="key")["Metadata"] == {"page_count": "7", "page-size": "a4"}


def test_key_with_encoded_slashes_is_kept_as_it_is(aws: Any) -> None:
    s3 = aws.client("s3")
    s3.create_bucket(Bucket="bucket", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    for key in ("a/b", "a%2Fb", "ä ö+ü", "/leading"):
        s3.put_object(Bucket="bucket", Key=key, Body=key.encode())
        assert s3.get_object(Bucket="bucket", Key=key)["Body"].read() == key.encode()


def test_port_in_use_is_reported_in_one_line(server: MockAwsServer) -> None:
    with pytest.raises(
        PortUnavailableError, match=r"Cannot listen on 127\.0\.0\.1:\d+: .* Choose another address or port"
    ):
        MockAwsServer(port=urlsplit(server.url).port or 0)


def test_stop_leaves_no_thread_and_no_port() -> None:
    server = MockAwsServer()
    port = urlsplit(server.url).port or 0

    def threads() -> list[threading.Thread]:
        return [thread for thread in threading.enumerate() if thread.name == f"http-{port}"]

    server.start()
    kept_open = requests.Session()
    assert kept_open.get(f"{server.url}/_mockaws/health", timeout=30).status_code == 200
    assert threads()
    server.stop()
    kept_open.close()
    assert threads() == []
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), 1)


def test_server_listens_on_loopback_only(server: MockAwsServer) -> None:
    assert server.url.startswith("http://127.0.0.1:")


# ---------------------------------------------------------------------------------------------- answers


@pytest.mark.parametrize(
    ("service", "operation"),
    [
        ("cloudwatch", "list_metrics"),
        ("dynamodb", "list_tables"),
        ("events", "list_rules"),
        ("s3", "list_buckets"),
        ("sns", "list_topics"),
        ("sqs", "list_queues"),
    ],
)
def test_each_request_has_an_id(aws: Any, service: str, operation: str) -> None:
    client = aws.client(service)
    first, second = (getattr(client, operation)()["ResponseMetadata"]["RequestId"] for _ in range(2))
    assert first != second


def test_an_operation_that_is_not_imitated_gets_501_in_its_protocol(aws: Any) -> None:
    for call, name in (
        (lambda: aws.client("chime").list_accounts(), "the service chime"),
        (lambda: aws.client("bedrock-agent-runtime").list_sessions(), "bedrock-agent-runtime.ListSessions"),
        (lambda: aws.client("kms").describe_custom_key_stores(), "kms.DescribeCustomKeyStores"),
        (lambda: aws.client("elasticbeanstalk").describe_configuration_options(), "elasticbeanstalk"),
    ):
        with pytest.raises(ClientError) as error:
            call()
        response = error.value.response
        assert response["ResponseMetadata"]["HTTPStatusCode"] == 501
        assert response["Error"]["Code"] == "NotImplemented"
        assert name in response["Error"]["Message"]


def test_501_is_not_retried(aws: Any, server: MockAwsServer) -> None:
    client = aws.own_client("chime", retries={"mode": "standard", "total_max_attempts": 3})
    with pytest.raises(ClientError):
        client.list_accounts()
    assert len(server.journal.entries(account_id=aws.account_id)) == 1


def test_request_that_is_not_an_aws_call_gets_501_with_advice(server: MockAwsServer) -> None:
    answer = requests.post(server.url, data=b"{}", timeout=30)
    assert answer.status_code == 501
    assert "not recognised as an AWS call" in answer.json()["message"]


def test_a_failure_of_moto_is_answered_with_501(
    aws: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from moto.events.models import EventsBackend

    def broken(*_: Any, **__: Any) -> None:
        raise KeyError("a defect")

    monkeypatch.setattr(EventsBackend, "list_event_buses", broken)
    with pytest.raises(ClientError) as error:
        aws.client("events").list_event_buses()
    assert error.value.response["ResponseMetadata"]["HTTPStatusCode"] == 501
    message = error.value.response["Error"]["Message"]
    assert "does not imitate events.ListEventBuses with these parameters" in message
    assert "Moto failed at them: KeyError: 'a defect'" in message
    assert "in broken" in caplog.text


def test_defect_of_the_stand_in_gets_500_and_says_so(
    aws: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from dynamodb_engine.engine import DynamoDbEngine

    def broken(*_: Any, **__: Any) -> None:
        raise KeyError("a defect")

    monkeypatch.setattr(DynamoDbEngine, "call", broken)
    with pytest.raises(ClientError) as error:
        aws.client("dynamodb").list_tables()
    assert error.value.response["ResponseMetadata"]["HTTPStatusCode"] == 500
    assert (
        "KeyError: 'a defect'. This is a defect of the stand-in" in error.value.response["Error"]["Message"]
    )
    assert "dynamodb.ListTables could not be answered" in caplog.text


def test_a_server_forgets_its_accounts_when_it_stops() -> None:
    account_id = new_account_id()
    found = []
    for _ in range(2):
        with MockAwsServer() as server:
            aws = Aws(server.url, account_id, boto3.Session(account_id, "any", region_name="eu-west-1"))
            s3, cognito = aws.client("s3"), aws.client("cognito-idp")
            s3.create_bucket(Bucket="one", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
            cognito.create_user_pool(PoolName="one")
            buckets = [bucket["Name"] for bucket in s3.list_buckets()["Buckets"]]
            pools = [pool["Name"] for pool in cognito.list_user_pools(MaxResults=9)["UserPools"]]
            found.append((buckets, pools))
            aws.close()
    assert found == [(["one"], ["one"])] * 2


def test_accounts_of_another_server_are_kept_when_one_stops(aws: Aws) -> None:
    s3 = aws.client("s3")
    s3.create_bucket(Bucket="kept", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    with MockAwsServer() as other:
        elsewhere = Aws(other.url, new_account_id(), aws.session)
        elsewhere.own_client("s3").create_bucket(
            Bucket="kept", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}
        )
        elsewhere.close()
    assert [bucket["Name"] for bucket in s3.list_buckets()["Buckets"]] == ["kept"]


def test_mounted_application_is_served_under_its_prefix() -> None:
    def application(environ: Any, start_response: Any) -> list[bytes]:
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [environ["PATH_INFO"].encode()]

    with MockAwsServer(mounts={"/_stack/": application}) as server:
        assert requests.get(f"{server.url}/_stack/environment", timeout=30).text == "/_stack/environment"
        assert requests.get(f"{server.url}/_mockaws/health", timeout=30).json()["status"] == "healthy"


# ---------------------------------------------------------------------------------------------- journal


def test_journal_has_call_attempt_trace_and_error(aws: Any, server: MockAwsServer) -> None:
    sqs = aws.own_client("sqs")

    def add_trace(request: Any, **_: Any) -> None:
        request.headers["X-Amzn-Trace-Id"] = "Root=1-abc"

    sqs.meta.events.register("before-send", add_trace)
    sqs.create_queue(QueueName="q")
    with pytest.raises(ClientError):
        sqs.get_queue_url(QueueName="missing")
    created, failed = server.journal.entries(account_id=aws.account_id)
    assert (created.service, created.operation, created.region) == ("sqs", "CreateQueue", "eu-west-1")
    assert (created.attempt, created.status, created.error_code, created.fault_rule) == (1, 200, None, None)
    assert created.trace_id == "Root=1-abc"
    assert created.invocation_id
    assert created.invocation_id != failed.invocation_id
    assert (failed.status, failed.error_code) == (400, "QueueDoesNotExist")
    assert failed.number == created.number + 1


def test_journal_counts_retries_and_names_the_fault(
    aws: Any, server: MockAwsServer, engine: FaultEngine
) -> None:
    rule = {
        "service": "sqs",
        "operation": "ListQueues",
        "fault": "error",
        "code": "RequestThrottled",
        "times": 1,
    }
    engine.add({**rule, "name": "throttled", "account": aws.account_id})
    try:
        aws.own_client("sqs", retries={"mode": "standard", "total_max_attempts": 2}).list_queues()
    finally:
        engine.clear()
    first, second = server.journal.entries(account_id=aws.account_id)
    assert first.invocation_id == second.invocation_id
    assert (first.attempt, second.attempt) == (1, 2)
    assert (first.error_code, first.fault_rule) == ("RequestThrottled", "throttled")
    assert (second.status, second.fault_rule) == (200, None)


def test_journal_shows_a_connection_that_ended_without_a_response(
    aws: Any, server: MockAwsServer, engine: FaultEngine
) -> None:
    engine.add({"service": "sqs", "fault": "reset", "name": "cut", "account": aws.account_id, "times": 1})
    try:
        with pytest.raises(ConnectionClosedError):
            aws.client("sqs").list_queues()
    finally:
        engine.clear()
    entries = eventually(lambda: server.journal.entries(account_id=aws.account_id))
    assert [(entry.status, entry.fault_rule) for entry in entries] == [(None, "cut")]
    assert "QueueUrls" not in aws.client("sqs").list_queues()


def test_lost_response_means_that_the_work_was_done(aws: Any, engine: FaultEngine) -> None:
    sqs = aws.client("sqs")
    engine.add(
        {
            "service": "sqs",
            "operation": "CreateQueue",
            "fault": "reset",
            "phase": "after",
            "account": aws.account_id,
        }
    )
    try:
        with pytest.raises(ConnectionClosedError):
            sqs.create_queue(QueueName="made")
    finally:
        engine.clear()
    assert sqs.list_queues()["QueueUrls"][0].endswith("/made")


def test_latency_of_one_request_does_not_hold_up_the_account(aws: Any, engine: FaultEngine) -> None:
    engine.add({"service": "sqs", "fault": "latency", "delay": 3, "times": 1, "account": aws.account_id})
    slow = threading.Thread(target=aws.client("sqs").list_queues)
    quick = aws.client("sns")
    try:
        slow.start()
        quick.list_topics()
        assert slow.is_alive()
        slow.join()
    finally:
        engine.clear()


def test_streamed_response_is_journalled_when_it_is_over(aws: Any, server: MockAwsServer) -> None:
    stream = aws.client("bedrock-runtime").converse_stream(
        modelId="anthropic.claude-x", messages=[{"role": "user", "content": [{"text": "hi"}]}]
    )["stream"]
    assert [next(iter(event)) for event in stream][-1] == "metadata"
    (entry,) = server.journal.entries(account_id=aws.account_id)
    assert (entry.operation, entry.status) == ("ConverseStream", 200)


def test_stand_in_can_be_called_without_a_socket() -> None:
    from werkzeug.test import Client

    from aws_stand_in.stand_in import AwsStandIn

    stand_in = AwsStandIn()
    stand_in.load()
    answer = Client(stand_in).get("/", headers=authorization("000000000777"))
    assert answer.status_code == 200
    assert b"ListAllMyBucketsResult" in answer.data


def test_boto3_session_needs_only_url_and_account(server: MockAwsServer) -> None:
    client = boto3.client(
        "dynamodb",
        endpoint_url=server.url,
        region_name="us-east-1",
        aws_access_key_id="000000000778",
        aws_secret_access_key="x",
    )
    assert client.list_tables()["TableNames"] == []
    client.close()

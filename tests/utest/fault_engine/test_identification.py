"""The AWS call of a raw request is identified by its content alone."""

import random
from collections.abc import Mapping
from io import BytesIO
from typing import Any
from urllib.parse import unquote, urlsplit

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from hypothesis import given, settings
from hypothesis import strategies as st

from fault_engine import identify
from fault_engine.catalogue import service_model, service_names
from fault_engine.samples import minimal_members

ACCOUNT = "123456789012"
REGION = "eu-west-1"


def environ_of(
    method: str, target: str, headers: Mapping[str, str] | None = None, body: bytes = b""
) -> dict[str, Any]:
    """Return a WSGI environ as werkzeug makes it from a request line and headers."""
    path, _, query = target.partition("?")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": method,
        "RAW_URI": target,
        "PATH_INFO": unquote(path),
        "QUERY_STRING": query,
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": BytesIO(body),
    }
    for name, value in (headers or {}).items():
        key = name.upper().replace("-", "_")
        environ[key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"] = value
    return environ


class _SentError(Exception):
    """Raised in a client with the request that it was about to send."""

    def __init__(self, request: Any) -> None:
        self.request = request


def sent_request(service: str, operation: str, parameters: dict[str, Any]) -> dict[str, Any]:
    """Return the environ of the request that boto3 would send."""
    client = boto3.client(
        service,
        endpoint_url="http://127.0.0.1:1",
        region_name=REGION,
        aws_access_key_id=ACCOUNT,
        aws_secret_access_key="any",
        config=Config(inject_host_prefix=False, parameter_validation=False),
    )

    def catch(request: Any, **_: Any) -> None:
        raise _SentError(request)

    client.meta.events.register_first("before-send", catch)
    try:
        client._make_api_call(operation, parameters)
    except _SentError as sent:
        request = sent.request
    finally:
        client.close()
    url = urlsplit(request.url)
    target = url.path + (f"?{url.query}" if url.query else "")
    body = request.body or b""
    headers = {name: _text(value) for name, value in request.headers.items()}
    return environ_of(
        request.method, target, headers, body.encode() if isinstance(body, str) else bytes(body)
    )


def _text(value: Any) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)


@pytest.mark.parametrize(
    ("service", "operation", "parameters", "protocol"),
    [
        ("dynamodb", "GetItem", {"TableName": "t", "Key": {}}, "json"),
        ("sqs", "SendMessage", {"QueueUrl": "http://127.0.0.1:1/q", "MessageBody": "m"}, "json"),
        ("sns", "Publish", {"TopicArn": "arn:aws:sns:eu-west-1:123456789012:t", "Message": "m"}, "query"),
        ("sts", "GetCallerIdentity", {}, "query"),
        ("ec2", "DescribeInstances", {}, "ec2"),
        ("s3", "GetObject", {"Bucket": "b", "Key": "a/b c"}, "rest-xml"),
        ("s3", "ListObjectsV2", {"Bucket": "b"}, "rest-xml"),
        ("s3", "ListBuckets", {}, "rest-xml"),
        ("s3", "CopyObject", {"Bucket": "b", "Key": "k", "CopySource": "b/other"}, "rest-xml"),
        ("s3", "UploadPart", {"Bucket": "b", "Key": "k", "PartNumber": 1, "UploadId": "u"}, "rest-xml"),
        ("s3", "CreateMultipartUpload", {"Bucket": "b", "Key": "k"}, "rest-xml"),
        ("s3", "GetObjectTagging", {"Bucket": "b", "Key": "k"}, "rest-xml"),
        ("bedrock-runtime", "InvokeModel", {"modelId": "arn:aws:bedrock:x/y", "body": b"{}"}, "rest-json"),
        ("bedrock-runtime", "ConverseStream", {"modelId": "m"}, "rest-json"),
        (
            "bedrock-agent-runtime",
            "Retrieve",
            {"knowledgeBaseId": "k", "retrievalQuery": {"text": "?"}},
            "rest-json",
        ),
        ("bedrock-agent", "PrepareAgent", {"agentId": "a"}, "rest-json"),
        ("bedrock-agent", "StartIngestionJob", {"knowledgeBaseId": "k", "dataSourceId": "d"}, "rest-json"),
        ("lambda", "Invoke", {"FunctionName": "f"}, "rest-json"),
        ("transcribe", "StartTranscriptionJob", {"TranscriptionJobName": "j", "Media": {}}, "json"),
        ("cloudwatch", "PutMetricData", {"Namespace": "n", "MetricData": []}, "json"),
        ("cognito-idp", "AdminGetUser", {"UserPoolId": "p", "Username": "u"}, "json"),
        ("eventbridgev2", "ListEventBuses", {}, "smithy-rpc-v2-cbor"),
    ],
)
def test_signed_request_is_identified(
    service: str, operation: str, parameters: dict[str, Any], protocol: str
) -> None:
    call = identify(sent_request(service, operation, parameters))

    assert (call.service, call.operation, call.protocol) == (service, operation, protocol)
    assert (call.region, call.account_id, call.attempt) == (REGION, ACCOUNT, 1)
    assert call.invocation_id


def test_sign_in_with_cognito_has_no_region() -> None:
    call = identify(
        sent_request("cognito-idp", "InitiateAuth", {"AuthFlow": "USER_SRP_AUTH", "ClientId": "c"})
    )

    assert call.name == "cognito-idp.InitiateAuth"
    assert (call.region, call.account_id) == (None, None)


def test_presigned_url_is_identified_by_its_query() -> None:
    client = boto3.client(
        "s3",
        endpoint_url="http://127.0.0.1:1",
        region_name=REGION,
        aws_access_key_id=ACCOUNT,
        aws_secret_access_key="any",
        config=Config(signature_version="s3v4"),
    )
    url = urlsplit(client.generate_presigned_url("get_object", Params={"Bucket": "bucket", "Key": "key"}))
    client.close()
    call = identify(environ_of("GET", f"{url.path}?{url.query}"))

    assert (call.name, call.region, call.account_id) == ("s3.GetObject", REGION, ACCOUNT)


@pytest.mark.parametrize(
    ("environ", "name"),
    [
        (environ_of("GET", "/bucket/key"), "s3.GetObject"),
        (environ_of("GET", "/bucket/key?attributes"), "s3.GetObjectAttributes"),
        (
            environ_of("POST", "/bucket", {"Content-Type": "multipart/form-data; boundary=x"}),
            "s3.PostObject",
        ),
        (
            environ_of(
                "POST",
                "/",
                {"Content-Type": "application/x-www-form-urlencoded"},
                b"Version=2011-06-15&RoleArn=r&Action=AssumeRoleWithWebIdentity",
            ),
            "sts.AssumeRoleWithWebIdentity",
        ),
        (
            environ_of("GET", "/eu-west-1_Abc/.well-known/jwks.json"),
            "GET /eu-west-1_Abc/.well-known/jwks.json",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_unsigned_request_is_identified(environ: dict[str, Any], name: str) -> None:
    assert identify(environ).name == name


def test_all_services_with_the_same_request_are_candidates_and_the_namesake_comes_first() -> None:
    call = identify(sent_request("rds", "DescribeDBInstances", {}))

    assert call.service == "rds"
    assert {service for service, _ in call.candidates} == {"rds", "docdb", "neptune"}


def test_key_set_is_requested_from_cognito() -> None:
    assert identify(environ_of("GET", "/eu-west-1_Abc/.well-known/jwks.json")).service == "cognito-idp"


def test_request_that_is_not_an_aws_call_has_no_service() -> None:
    call = identify(environ_of("POST", "/", {"X-Amz-Target": "Nothing_20300101.Known"}))

    assert call.service is None
    assert call.name == "POST /"


def test_attempt_and_trace_id_are_read_from_headers() -> None:
    call = identify(
        environ_of(
            "POST",
            "/",
            {
                "X-Amz-Target": "DynamoDB_20120810.GetItem",
                "amz-sdk-invocation-id": "one-call",
                "amz-sdk-request": "attempt=2; max=4",
                "X-Amzn-Trace-Id": "Root=1-2-3",
            },
        )
    )

    assert (call.name, call.invocation_id) == ("dynamodb.GetItem", "one-call")
    assert (call.attempt, call.trace_id) == (2, "Root=1-2-3")


def test_identification_is_kept_and_the_body_can_still_be_read() -> None:
    body = b"Action=ListTopics&Version=2010-03-31"
    environ = environ_of("POST", "/", {"Content-Type": "application/x-www-form-urlencoded"}, body)

    assert identify(environ) is identify(environ)
    assert environ["wsgi.input"].read() == body


LINE_TEXT = st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=60)


@settings(max_examples=300, deadline=None)
@given(
    method=st.sampled_from(["GET", "POST", "PUT", "DELETE", "HEAD", "PATCH", "X"]),
    target=LINE_TEXT.map("/{}".format),
    headers=st.dictionaries(
        st.sampled_from(
            [
                "Authorization",
                "X-Amz-Target",
                "Content-Type",
                "Content-Length",
                "amz-sdk-request",
                "smithy-protocol",
                "X-Amzn-Trace-Id",
            ]
        ),
        LINE_TEXT
        | st.sampled_from(
            [
                "application/x-www-form-urlencoded",
                "rpc-v2-cbor",
                "Bearer x",
                "AWS4-HMAC-SHA256 Credential=1/20260101/r/s3/aws4_request",
                "AWS4-HMAC-SHA256 Credential=1/20260101/r/ec2/aws4_request",
            ]
        ),
    ),
    body=st.binary(max_size=60)
    | st.binary(max_size=20).map(lambda noise: b"Action=" + noise + b"&Version=" + noise),
)
def test_identification_never_fails(method: str, target: str, headers: dict[str, str], body: bytes) -> None:
    call = identify(environ_of(method, target, headers, body))

    assert call.name
    assert (call.service is None) == (call.candidates == ())


def test_sample_of_all_operations_is_identified() -> None:
    """Identify a fixed sample of all operations; `make bench` sends every one of them."""
    operations = [
        (service, operation)
        for service in service_names()
        for operation in service_model(service).operation_names
    ]
    wrong, ambiguous, sent = [], 0, 0
    for service, operation in random.Random(20261122).sample(operations, 100):
        shape = service_model(service).operation_model(operation).input_shape
        parameters = minimal_members(shape) if shape else {}
        try:
            environ = sent_request(service, operation, parameters)
        except (BotoCoreError, ClientError, ValueError, TypeError, AttributeError):
            continue  # boto3 itself rejects the generated parameters
        call = identify(environ)
        sent += 1
        ambiguous += len(call.candidates) > 1
        if (service, operation) not in call.candidates:
            wrong.append((service, operation, call.candidates))

    assert sent >= 95
    assert wrong == []
    assert ambiguous <= sent * 0.05

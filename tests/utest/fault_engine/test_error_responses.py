"""boto3's own parser reads each error as the modelled one, with all its members."""

import json
import random
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from botocore.awsrequest import HeadersDict
from botocore.errorfactory import ClientExceptionsFactory
from botocore.parsers import create_parser

from fault_engine import Call
from fault_engine.catalogue import service_model, service_names
from fault_engine.error_responses import ErrorDescription, error_response
from fault_engine.modelled_errors import error_shapes
from fault_engine.samples import sample_members

IMPOSSIBLE = {
    ("s3", "HeadBucket", "NoSuchBucket"): "a response to HEAD has no body, so no code",
    ("s3", "HeadObject", "NoSuchKey"): "a response to HEAD has no body, so no code",
    ("cloudwatch", "GetDashboard", "DashboardNotFoundError"): "two shapes share the code ResourceNotFound",
}
"""The pairs that no server can get right; `make bench` finds no others among all 92,418."""


def call_of(service: str, operation: str, protocol: str | None = None) -> Call:
    model = service_model(service)
    method = model.operation_model(operation).http.get("method", "POST")
    return Call(method, "/", ((service, operation),), protocol or model.resolved_protocol)


def parsed(call: Call, description: ErrorDescription) -> tuple[dict[str, Any], type[Exception]]:
    """Return the response as boto3 parses it, and the exception class that it raises."""
    response = error_response(call, description)
    model = service_model(str(call.service))
    response = {
        "status_code": response.status,
        "headers": HeadersDict(dict(response.headers)),
        "body": response.body,
        "context": {"operation_name": call.operation},
    }
    output = model.operation_model(str(call.operation)).output_shape
    parser = create_parser(call.protocol)
    error = parser.parse(response, output)
    code = error["Error"].get("QueryErrorCode") or error["Error"].get("Code")
    shape = model.shape_for_error_code(code)
    if shape is not None:
        error["members"] = parser.parse(response, shape)
    return error, ClientExceptionsFactory().create_client_exceptions(model).from_code(code)


def told_as_message(service: str) -> set[str]:
    """Return the members that only `<Message>` tells, which boto3 has as `Error.Message`."""
    return {"message"} if service_model(service).resolved_protocol == "query" else set()


def all_pairs() -> Iterator[tuple[str, str, str]]:
    for service in service_names():
        model = service_model(service)
        for operation in model.operation_names:
            for shape in error_shapes(model.operation_model(operation)):
                yield service, operation, shape.name


def test_sample_of_all_modelled_errors_is_raised_as_modelled() -> None:
    """Check a fixed sample of all pairs of operation and error that botocore models."""
    wrong = []
    for service, operation, name in random.Random(1).sample(sorted(all_pairs()), 400):
        shape = service_model(service).shape_for(name)
        members = sample_members(shape)
        error, raised = parsed(call_of(service, operation), ErrorDescription(name, "why", members=members))
        untold = set(members) - set(error.get("members", {})) - told_as_message(service)
        if (raised.__name__ != name or untold) and (service, operation, name) not in IMPOSSIBLE:
            wrong.append((service, operation, name, raised.__name__, untold))
    assert wrong == []


@pytest.mark.parametrize(("service", "operation", "name"), IMPOSSIBLE)
def test_pairs_that_no_server_can_get_right_have_the_right_status(
    service: str, operation: str, name: str
) -> None:
    error, raised = parsed(call_of(service, operation), ErrorDescription(name))

    assert error["ResponseMetadata"]["HTTPStatusCode"] == 404
    assert raised.__name__ != name


@pytest.mark.parametrize(
    ("service", "operation", "code", "status", "shown_code"),
    [
        ("s3", "ListObjectsV2", "NoSuchBucket", 404, "NoSuchBucket"),
        ("s3", "GetObject", "NoSuchKey", 404, "NoSuchKey"),
        ("s3", "GetObject", "InvalidObjectState", 403, "InvalidObjectState"),
        ("s3", "PutObject", "SlowDown", 503, "SlowDown"),
        ("s3", "CreateBucket", "BucketAlreadyOwnedByYou", 409, "BucketAlreadyOwnedByYou"),
        ("s3", "GetObject", "AccessDenied", 403, "AccessDenied"),
        ("sqs", "SendMessage", "QueueDoesNotExist", 400, "AWS.SimpleQueueService.NonExistentQueue"),
        ("sqs", "CreateQueue", "QueueNameExists", 400, "QueueAlreadyExists"),
        ("sqs", "ReceiveMessage", "OverLimit", 400, "OverLimit"),
        ("sns", "Publish", "ThrottledException", 429, "Throttled"),
        ("sns", "Publish", "NotFoundException", 404, "NotFound"),
        ("sts", "AssumeRole", "ExpiredTokenException", 400, "ExpiredTokenException"),
        ("rds", "DescribeDBInstances", "DBInstanceNotFoundFault", 404, "DBInstanceNotFound"),
        ("ec2", "DescribeInstances", "RequestLimitExceeded", 400, "RequestLimitExceeded"),
        ("route53", "GetHostedZone", "NoSuchHostedZone", 404, "NoSuchHostedZone"),
        ("dynamodb", "GetItem", "InternalServerError", 500, "InternalServerError"),
        ("dynamodb", "PutItem", "ConditionalCheckFailedException", 400, "ConditionalCheckFailedException"),
        ("cloudwatch", "PutMetricData", "InternalServiceFault", 500, "InternalServiceError"),
        ("bedrock-runtime", "InvokeModel", "ThrottlingException", 429, "ThrottlingException"),
        ("bedrock-runtime", "InvokeModel", "ModelTimeoutException", 408, "ModelTimeoutException"),
        ("cognito-idp", "InitiateAuth", "NotAuthorizedException", 400, "NotAuthorizedException"),
        ("transcribe", "StartTranscriptionJob", "InternalFailureException", 500, "InternalFailureException"),
        ("lambda", "Invoke", "TooManyRequestsException", 429, "TooManyRequestsException"),
    ],
)
def test_codes_and_statuses_that_the_models_lack(
    service: str, operation: str, code: str, status: int, shown_code: str
) -> None:
    """Check statuses of S3 and codes of SQS against AWS's documentation."""
    error, _ = parsed(call_of(service, operation), ErrorDescription(code))

    assert error["ResponseMetadata"]["HTTPStatusCode"] == status
    assert error["Error"]["Code"] == shown_code
    assert error["Error"]["Message"]


def test_sqs_error_has_the_old_and_the_new_code() -> None:
    response = error_response(call_of("sqs", "SendMessage"), ErrorDescription("QueueDoesNotExist"))

    assert response.header("x-amzn-query-error") == "AWS.SimpleQueueService.NonExistentQueue;Sender"
    assert json.loads(response.body)["__type"].endswith("#QueueDoesNotExist")


def test_query_error_is_wrapped_once() -> None:
    response = error_response(call_of("sns", "Publish"), ErrorDescription("ThrottledException", "slower"))
    root = ET.fromstring(response.body)
    tags = [element.tag.rpartition("}")[2] for element in root.iter()]

    assert tags == ["ErrorResponse", "Error", "Type", "Code", "Message", "RequestId"]
    assert root.tag.startswith("{http://sns.amazonaws.com/doc/2010-03-31/}")
    assert [element.text for element in root[0]][:3] == ["Sender", "Throttled", "slower"]


def test_s3_error_is_not_wrapped_and_has_a_host_id() -> None:
    response = error_response(call_of("s3", "GetObject"), ErrorDescription("NoSuchKey", "not there"))
    root = ET.fromstring(response.body)

    assert root.tag == "Error"
    assert [element.tag for element in root] == ["Code", "Message", "RequestId", "HostId"]
    assert response.header("x-amz-request-id") == root.findtext("RequestId")


def test_message_of_an_unmodelled_error_is_written_once() -> None:
    response = error_response(
        call_of("s3", "GetObject"), ErrorDescription("AccessDenied", "Request has expired")
    )

    assert [element.tag for element in ET.fromstring(response.body)] == [
        "Code",
        "Message",
        "RequestId",
        "HostId",
    ]


def test_ec2_error_is_wrapped_in_ec2s_own_way() -> None:
    response = error_response(
        call_of("ec2", "DescribeInstances"), ErrorDescription("Unavailable", "later", 503)
    )
    root = ET.fromstring(response.body)

    assert (response.status, root.tag) == (503, "Response")
    assert root.findtext("Errors/Error/Code") == "Unavailable"
    assert root.findtext("RequestID")


@pytest.mark.parametrize("service", ["cloudwatchomni", "eventbridgev2"])
def test_cbor_error_is_cbor(service: str) -> None:
    model = service_model(service)
    operation, shape = next(
        (name, shapes[0])
        for name in model.operation_names
        if (shapes := error_shapes(model.operation_model(name)))
    )
    call = call_of(service, operation)
    response = error_response(call, ErrorDescription(shape.name, "why"))
    error, raised = parsed(call, ErrorDescription(shape.name, "why"))

    assert call.protocol == "smithy-rpc-v2-cbor"
    assert response.header("smithy-protocol") == "rpc-v2-cbor"
    assert (raised.__name__, error["Error"]["Message"]) == (shape.name, "why")


def test_call_in_cbor_to_a_json_service_gets_an_error_in_cbor() -> None:
    error, raised = parsed(
        call_of("dynamodb", "GetItem", "smithy-rpc-v2-cbor"), ErrorDescription("RequestLimitExceeded")
    )

    assert (raised.__name__, error["Error"]["Code"]) == ("RequestLimitExceeded", "RequestLimitExceeded")


def test_members_that_the_model_binds_to_headers_are_sent_as_headers() -> None:
    call = call_of("accessanalyzer", "ListAnalyzers")
    response = error_response(call, ErrorDescription("ThrottlingException", members={"retryAfterSeconds": 7}))

    assert response.header("Retry-After") == "7"
    assert "retryAfterSeconds" not in json.loads(response.body)


def test_dynamodb_error_has_a_checksum() -> None:
    response = error_response(call_of("dynamodb", "GetItem"), ErrorDescription("ThrottlingException"))

    assert response.header("x-amz-crc32")


def test_unmodelled_code_and_given_status_are_used() -> None:
    error, raised = parsed(call_of("dynamodb", "GetItem"), ErrorDescription("Whatever", "so", 418))

    assert raised.__name__ == "ClientError"
    assert error["Error"] == {"Code": "Whatever", "Message": "so"}
    assert error["ResponseMetadata"]["HTTPStatusCode"] == 418


def test_unknown_member_is_rejected() -> None:
    with pytest.raises(ValueError, match="ThrottlingException has no member retryAfter"):
        error_response(
            call_of("bedrock-runtime", "InvokeModel"),
            ErrorDescription("ThrottlingException", members={"retryAfter": 1}),
        )


def test_request_that_is_not_an_aws_call_cannot_get_an_aws_error() -> None:
    with pytest.raises(ValueError, match="GET /health is not an AWS call"):
        error_response(Call("GET", "/health"), ErrorDescription("ThrottlingException"))

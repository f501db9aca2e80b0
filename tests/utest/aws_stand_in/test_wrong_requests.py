"""Requests that an SDK with checks would not send: refused as AWS refuses them, not reported as defects of the stand-in."""

import re
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree

import pytest
import requests
from botocore.exceptions import ClientError

from aws_stand_in import MockAwsServer
from aws_stand_in.aws_response import AwsError
from aws_stand_in.model_validation import require_valid
from support.aws_requests import AwsRequest, answer_of


@pytest.mark.parametrize(
    ("call", "code", "missing"),
    [
        (
            ("cognito-idp", "initiate_auth", {"AuthFlow": "USER_SRP_AUTH"}),
            "InvalidParameterException",
            "Value null at 'clientId' failed",
        ),
        (
            ("cognito-idp", "global_sign_out", {}),
            "InvalidParameterException",
            "Value null at 'accessToken' failed",
        ),
        (
            ("bedrock-agent-runtime", "retrieve", {"knowledgeBaseId": "A"}),
            "ValidationException",
            "Value null at 'retrievalQuery' failed",
        ),
        (
            ("transcribe", "start_transcription_job", {"LanguageCode": "en-US"}),
            "BadRequestException",
            "Value null at 'media' failed",
        ),
    ],
)
def test_missing_parameter_is_the_callers_mistake(
    aws: Any, call: tuple[str, str, dict[str, Any]], code: str, missing: str
) -> None:
    service, operation, parameters = call
    careless = aws.client(service, parameter_validation=False)
    with pytest.raises(ClientError) as refused:
        getattr(careless, operation)(**parameters)
    error = refused.value.response
    assert (error["Error"]["Code"], error["ResponseMetadata"]["HTTPStatusCode"]) == (code, 400)
    assert missing in error["Error"]["Message"]


@pytest.mark.parametrize(
    ("call", "code", "message"),
    [
        (
            ("cognito-identity", "get_id", {"IdentityPoolId": "a"}),
            "ValidationException",
            "1 validation error detected: Value 'a' at 'identityPoolId' failed to satisfy constraint: Member must satisfy",
        ),
        (
            ("logs", "create_log_group", {"logGroupName": ""}),
            "InvalidParameterException",
            "at 'logGroupName' failed to satisfy constraint: Member must have length greater than or equal to 1",
        ),
        (("ssm", "get_parameter", {"Name": ["a"]}), "SerializationException", "Start of list found"),
        (
            ("secretsmanager", "get_secret_value", {}),
            "ValidationException",
            "Value null at 'secretId' failed",
        ),
    ],
)
def test_json_is_held_against_the_model(
    aws: Any, call: tuple[str, str, dict[str, Any]], code: str, message: str
) -> None:
    service, operation, parameters = call
    with pytest.raises(ClientError) as refused:
        getattr(aws.client(service, parameter_validation=False), operation)(**parameters)
    assert refused.value.response["Error"]["Code"] == code
    assert message in refused.value.response["Error"]["Message"]


def test_a_path_of_no_operation_is_unknown(aws: Any) -> None:
    scope = f"{aws.account_id}/20260101/eu-west-1/lambda/aws4_request"
    headers = {"Authorization": f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0"}
    answer = requests.delete(f"{aws.endpoint_url}/2017-03-31/tags/a", headers=headers, timeout=30)
    assert (answer.status_code, answer.headers["x-amzn-ErrorType"]) == (404, "UnknownOperationException")


def test_a_time_in_a_query_is_read(aws: Any) -> None:
    listed = aws.client("bedrock").list_model_customization_jobs
    assert listed(creationTimeAfter=datetime(2026, 1, 1, tzinfo=UTC))["modelCustomizationJobSummaries"] == []
    scope = f"{aws.account_id}/20260101/eu-west-1/bedrock/aws4_request"
    headers = {"Authorization": f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0"}
    url = f"{aws.endpoint_url}/model-customization-jobs?creationTimeAfter=soon"
    answer = requests.get(url, headers=headers, timeout=30)
    assert (answer.status_code, answer.json()["message"]) == (400, "STRING_VALUE cannot be converted to Date")


def test_a_body_of_metrics_that_is_null_is_refused(aws: Any) -> None:
    scope = f"{aws.account_id}/20260101/eu-west-1/monitoring/aws4_request"
    headers = {
        "Authorization": f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0",
        "X-Amz-Target": "GraniteServiceVersion20100801.PutDashboard",
        "Content-Type": "application/x-amz-json-1.0",
    }
    answer = requests.post(aws.endpoint_url, data=b"null", headers=headers, timeout=30)
    assert (answer.status_code, answer.json()["__type"].rpartition("#")[2]) == (400, "SerializationException")


def test_null_is_as_if_it_were_missing(aws: Any) -> None:
    client = aws.client("secretsmanager")
    client.create_secret(Name="secret", SecretString="text")
    scope = f"{aws.account_id}/20260101/eu-west-1/secretsmanager/aws4_request"
    headers = {
        "Authorization": f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0",
        "X-Amz-Target": "secretsmanager.ListSecrets",
        "Content-Type": "application/x-amz-json-1.1",
    }
    answer = requests.post(aws.endpoint_url, data=b'{"Filters": null}', headers=headers, timeout=30)
    assert [secret["Name"] for secret in answer.json()["SecretList"]] == ["secret"]


def test_null_is_as_if_it_were_missing_within_a_structure(aws: Any) -> None:
    scope = f"{aws.account_id}/20260101/eu-west-1/events/aws4_request"
    headers = {
        "Authorization": f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0",
        "X-Amz-Target": "AWSEvents.CreateConnection",
        "Content-Type": "application/x-amz-json-1.1",
    }
    key = {"ApiKeyName": "a", "ApiKeyValue": "b"}
    given = {"BasicAuthParameters": None, "ApiKeyAuthParameters": key}
    body = {"Name": "shop", "AuthorizationType": "API_KEY", "AuthParameters": given}
    answer = requests.post(aws.endpoint_url, json=body, headers=headers, timeout=30)
    assert answer.status_code == 200, answer.text
    assert [one["Name"] for one in aws.client("events").list_connections()["Connections"]] == ["shop"]


def test_a_number_beyond_its_limit_is_refused(aws: Any) -> None:
    careless = aws.client("sts", parameter_validation=False)
    with pytest.raises(ClientError, match="less than or equal to 43200") as refused:
        careless.assume_role(
            RoleArn="arn:aws:iam::000000000042:role/a", RoleSessionName="ann", DurationSeconds=10**15
        )
    assert refused.value.response["Error"]["Code"] == "ValidationError"


def test_a_secret_is_not_repeated_in_the_error(aws: Any) -> None:
    client = aws.client("cognito-idp", parameter_validation=False)
    with pytest.raises(ClientError, match="Value at 'password' failed to satisfy") as refused:
        client.sign_up(ClientId="a", Username="ann", Password="s3cret " * 50)
    assert "s3cret" not in str(refused.value)


@pytest.mark.parametrize(
    ("operation", "missing"),
    [("get_item", ["tableName", "key"]), ("transact_write_items", ["transactItems"])],
)
def test_dynamodb_names_all_missing_parameters_together(aws: Any, operation: str, missing: list[str]) -> None:
    careless = aws.client("dynamodb", parameter_validation=False)
    with pytest.raises(ClientError) as refused:
        getattr(careless, operation)()
    assert refused.value.response["Error"]["Code"] == "ValidationException"
    complaints = [
        f"Value null at '{name}' failed to satisfy constraint: Member must not be null" for name in missing
    ]
    errors = "error" if len(missing) == 1 else "errors"
    expected = f"{len(missing)} validation {errors} detected: {'; '.join(complaints)}"
    assert refused.value.response["Error"]["Message"] == expected


@pytest.mark.parametrize(
    ("target", "body"),
    [
        ("DynamoDB_20120810.TransactWriteItems", b"[]"),
        ("DynamoDB_20120810.GetItem", b'{"TableName": "t", "Key": "k"}'),
        ("DynamoDB_20120810.ListBackups", b'{"TimeRangeLowerBound": "2026-01-01T00:00:00Z"}'),
    ],
)
def test_body_of_another_form_is_refused(aws: Any, target: str, body: bytes) -> None:
    refused = _post(aws, target, body)
    assert refused.status_code == 400
    assert refused.json()["__type"].endswith("#SerializationException")


@pytest.mark.parametrize(
    ("body", "code"),
    [(b'{"QueueUrl": ', "SerializationException"), (b"\xff\xfe", "SerializationException")],
)
def test_poll_with_a_body_that_is_not_json_is_refused(aws: Any, body: bytes, code: str) -> None:
    refused = _post(aws, "AmazonSQS.ReceiveMessage", body)
    assert refused.status_code == 400
    assert refused.json()["__type"].endswith(f"#{code}")


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("X-Amz-Date=today&X-Amz-Expires=60", 400, "AuthorizationQueryParametersError"),
        ("X-Amz-Date=20260101T000000Z&X-Amz-Expires=soon", 400, "AuthorizationQueryParametersError"),
        ("X-Amz-Date=20260101T000000Z&X-Amz-Expires=604801", 400, "AuthorizationQueryParametersError"),
        ("AWSAccessKeyId={account}&Signature=s&Expires=soon", 403, "AccessDenied"),
    ],
)
def test_impossible_presigned_url_is_refused(aws: Any, query: str, status: int, code: str) -> None:
    credential = f"{aws.account_id}/20260101/eu-west-1/s3/aws4_request"
    signed = (
        f"X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-SignedHeaders=host&X-Amz-Signature=0&X-Amz-Credential={credential}&{query}"
        if "X-Amz" in query
        else query.format(account=aws.account_id)
    )
    refused = requests.get(f"{aws.endpoint_url}/bucket/key?{signed}", timeout=30)
    assert refused.status_code == status
    assert f"<Code>{code}</Code>" in refused.text


@pytest.mark.parametrize("wrong", ['{"a":', "aGVsbG8", "a b="])
def test_bytes_are_written_in_base64(wrong: str) -> None:
    """No client could read what the stand-in would keep."""
    require_valid({"Name": "n", "SecretBinary": "aGVsbG8="}, "secretsmanager", "CreateSecret")
    with pytest.raises(AwsError, match=r"The value is not in Base64\.") as refused:
        require_valid({"Name": "n", "SecretBinary": wrong}, "secretsmanager", "CreateSecret")
    assert refused.value.code == "SerializationException"


@pytest.mark.parametrize(
    ("right", "wrong"),
    [(253_402_300_799, 253_402_300_800), (-62_135_596_800, -62_135_596_801), (0.5, 2**63 - 1)],
)
def test_times_are_of_a_year_that_clients_can_show(right: float, wrong: float) -> None:
    schedule = {
        "Name": "s",
        "FlexibleTimeWindow": {"Mode": "OFF"},
        "ScheduleExpression": "rate(1 day)",
        "Target": {"Arn": "a", "RoleArn": "arn:aws:iam::123456789012:role/r"},
    }
    require_valid({**schedule, "StartDate": right}, "scheduler", "CreateSchedule")
    with pytest.raises(AwsError, match=f"^{re.escape(str(wrong))} is not a point in time") as refused:
        require_valid({**schedule, "StartDate": wrong}, "scheduler", "CreateSchedule")
    assert refused.value.code == "SerializationException"


def _post(aws: Any, target: str, body: bytes) -> requests.Response:
    service = {"DynamoDB_20120810": "dynamodb", "AmazonSQS": "sqs"}[target.partition(".")[0]]
    scope = f"{aws.account_id}/20260101/eu-west-1/{service}/aws4_request"
    headers = {
        "X-Amz-Target": target,
        "Content-Type": "application/x-amz-json-1.0",
        "Authorization": f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0",
    }
    return requests.post(aws.endpoint_url, data=body, headers=headers, timeout=30)


def test_a_text_that_xml_cannot_hold_is_refused_in_words_that_it_can(aws: Any) -> None:
    sts = aws.client("sts", parameter_validation=False)
    assert sts.get_federation_token(Name="ann")["FederatedUser"]["Arn"].endswith("federated-user/ann")
    with pytest.raises(
        ClientError, match="Value '\ufffd\ufffd' at 'name' failed to satisfy constraint"
    ) as refused:
        sts.get_federation_token(Name="\0\0")
    assert refused.value.response["Error"]["Code"] == "ValidationError"


def test_an_answer_of_moto_repeats_nothing_that_xml_cannot_hold(aws: Any) -> None:
    with pytest.raises(ClientError, match="Stack with id \ufffd does not exist"):
        aws.client("cloudformation").describe_stacks(StackName="\0")


def test_a_queue_repeats_nothing_that_xml_cannot_hold(aws: Any, server: MockAwsServer) -> None:
    url = aws.client("sqs").create_queue(QueueName="q")["QueueUrl"]
    entries = [{"Id": "a", "ReceiptHandle": "\0"}]
    request = AwsRequest("sqs", "DeleteMessageBatch", {"QueueUrl": url, "Entries": entries}, "query")
    answer = answer_of(server.stand_in, request.environ(aws.account_id, "eu-west-1"))
    [message] = ElementTree.fromstring(answer.body).iterfind(".//{*}BatchResultErrorEntry/{*}Message")
    assert message.text == 'The input receipt handle "\ufffd" is not a valid receipt handle.'

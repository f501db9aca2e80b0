"""Results are written as moto's serializers would write them, in a fraction of the steps."""

import json
from typing import Any

import pytest
import xmltodict

from aws_stand_in import wire
from aws_stand_in.json_results import NotPlainError, plan_for
from aws_stand_in.xml_text import xml_text


@pytest.mark.parametrize(
    "document",
    [
        {"Tags": {"@xmlns": "urn:x", "Tag": [{"Key": "a"}, {"Key": "<&>"}]}},
        {"A": None},
        {"A": {"B": "", "C": True, "D": [], "E": 1.5, "F": {"@x:y": 'a"b<', "#text": "t & >"}}},
        {"A": {"B": [None, {}, "", "ä"], "C": b"bytes", "D": False}},
    ],
)
def test_xml_is_that_of_xmltodict(document: dict[str, Any]) -> None:
    assert xml_text(document) == xmltodict.unparse(document, full_document=False, short_empty_elements=True)


def _by_moto(result: dict[str, Any], service: str, operation: str, protocol: str) -> Any:
    return json.loads(wire._serializer(service, operation, protocol, "").serialize(result)["body"])


@pytest.mark.parametrize(
    ("service", "operation", "protocol", "result"),
    [
        (
            "bedrock-agent-runtime",
            "Retrieve",
            "rest-json",
            {
                "retrievalResults": [
                    {
                        "content": {"text": "ä", "type": "TEXT"},
                        "score": 1,
                        "location": {"type": "S3", "s3Location": {"uri": "s3://a/b"}},
                        "metadata": {"a": [1, {"b": None}]},
                    },
                    {"content": {"text": ""}, "score": None},
                ],
                "nextToken": None,
            },
        ),
        (
            "cognito-idp",
            "InitiateAuth",
            "json",
            {
                "ChallengeParameters": {"a": "b"},
                "AuthenticationResult": {"AccessToken": "x", "ExpiresIn": 3600},
            },
        ),
        ("kms", "Encrypt", "json", {"KeyId": "a", "CiphertextBlob": b"x"}),
        ("secretsmanager", "ListSecretVersionIds", "json", {"Name": "a", "Versions": [{"CreatedDate": 1.5}]}),
    ],
)
def test_json_is_that_of_moto(service: str, operation: str, protocol: str, result: dict[str, Any]) -> None:
    content_type = "application/json" if protocol == "rest-json" else "application/x-amz-json-1.1"
    response = wire.serialize_result(result, service, operation, content_type)
    assert response.headers["Content-Type"] == content_type
    assert json.loads(response.content()) == _by_moto(result, service, operation, protocol)


def test_a_result_with_other_names_is_left_to_moto() -> None:
    shape = wire.service_model("cognito-idp").operation_model("InitiateAuth").output_shape
    write = plan_for(shape)
    assert write is not None
    assert write({"Session": "a"}) == {"Session": "a"}
    for other in ({"session": "a"}, {"Session": 1}, {"ChallengeParameters": {"a": None}}, object()):
        with pytest.raises(NotPlainError):
            write(other)
    response = wire.serialize_result(
        {"session": "a"}, "cognito-idp", "InitiateAuth", "application/x-amz-json-1.1"
    )
    assert json.loads(response.content()) == {"Session": "a"}


@pytest.mark.parametrize(
    ("service", "operation"),
    [("kms", "Encrypt"), ("lambda", "Invoke"), ("ssm", "GetParameter")],
)
def test_what_has_to_be_encoded_is_left_to_moto(service: str, operation: str) -> None:
    assert plan_for(wire.service_model(service).operation_model(operation).output_shape) is None

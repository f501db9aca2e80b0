"""Results of functions as responses of a REST API."""

import base64
import threading
from typing import Any

import pytest

from support.python_functions import integration_uri
from support.rest_api import StartApi, body_of, proxy

ROOT = body_of({"/": {"get": proxy("answer")}})


def test_result_becomes_the_response(start_api: StartApi) -> None:
    result = {
        "statusCode": "201",
        "headers": {"X-One": "1", "Content-Type": "text/plain"},
        "multiValueHeaders": {"Set-Cookie": ["a=1", "b=2"]},
        "body": "made",
    }
    response = start_api(ROOT, {"answer": lambda _: result}).client.get("/prod/")

    assert (response.status_code, response.text) == (201, "made")
    assert response.headers["X-One"] == "1"
    assert response.headers.getlist("Set-Cookie") == ["a=1", "b=2"]
    assert response.content_type == "text/plain"
    assert {"x-amzn-RequestId", "x-amz-apigw-id", "X-Amzn-Trace-Id"} <= set(response.headers.keys())


def test_gateway_adds_no_header_that_the_template_does_not_have(start_api: StartApi) -> None:
    response = start_api(ROOT, {"answer": lambda _: {"statusCode": 200}}).client.get(
        "/prod/", headers={"Origin": "https://app.example.com"}
    )

    names = {name.lower() for name in response.headers.keys()}  # noqa: SIM118 - a list of pairs, not a mapping
    assert names == {
        "content-type",
        "content-length",
        "x-amzn-requestid",
        "x-amz-apigw-id",
        "x-amzn-trace-id",
    }
    assert response.content_type == "application/json"


@pytest.mark.parametrize("result", [{}, {"statusCode": None}])
def test_result_without_status_is_a_success(start_api: StartApi, result: Any) -> None:
    assert start_api(ROOT, {"answer": lambda _: result}).client.get("/prod/").status_code == 200


def test_headers_of_both_kinds_are_merged(start_api: StartApi) -> None:
    """Source: "Lambda proxy integrations in API Gateway", Amazon API Gateway Developer Guide."""
    result = {
        "headers": {"x-tag": "c", "x-other": "d"},
        "multiValueHeaders": {"X-Tag": ["a", "b"], "X-Other": ["d"]},
    }
    headers = start_api(ROOT, {"answer": lambda _: result}).client.get("/prod/").headers

    assert headers.getlist("X-Tag") == ["a", "b", "c"]
    assert headers.getlist("X-Other") == ["d"]


def test_headers_that_belong_to_the_gateway_are_renamed(start_api: StartApi) -> None:
    result = {
        "statusCode": 200,
        "headers": {"Date": "yesterday", "WWW-Authenticate": "Basic", "X-Kept": "yes"},
    }
    headers = start_api(ROOT, {"answer": lambda _: result}).client.get("/prod/").headers

    assert headers["x-amzn-Remapped-Date"] == "yesterday"
    assert headers["x-amzn-Remapped-WWW-Authenticate"] == "Basic"
    assert headers["X-Kept"] == "yes"


@pytest.mark.parametrize(
    ("binary", "accept", "is_decoded"),
    [
        ([], "image/png", False),
        (["image/png"], "image/png", True),
        (["image/png"], "text/html,image/png", False),
        (["*/*"], "text/html,image/png", True),
        (["image/png"], None, True),
    ],
)
def test_base64_is_decoded_if_the_first_accepted_type_is_binary(
    start_api: StartApi, binary: list[str], accept: str | None, is_decoded: bool
) -> None:
    encoded = base64.b64encode(b"\x89PNG").decode()
    result = {"headers": {"Content-Type": "image/png"}, "body": encoded, "isBase64Encoded": True}
    api = start_api(ROOT, {"answer": lambda _: result}, BinaryMediaTypes=binary)

    response = api.client.get("/prod/", headers={"Accept": accept} if accept else {})

    assert response.data == (b"\x89PNG" if is_decoded else encoded.encode())


def test_body_that_is_no_base64_is_an_internal_error(start_api: StartApi) -> None:
    """Source: LocalStack 4.14.0, services/apigateway/next_gen/execute_api/integrations/aws.py, validated against AWS."""
    result = {"body": "no base64", "isBase64Encoded": True}
    api = start_api(ROOT, {"answer": lambda _: result}, BinaryMediaTypes=["*/*"])

    response = api.client.get("/prod/", headers={"Accept": "image/png"})

    assert (response.status_code, response.json) == (500, {"message": "Internal server error"})


@pytest.mark.parametrize(
    "result",
    [
        None,
        "text",
        [],
        {"statusCode": "many"},
        {"statusCode": 200, "body": {"a": 1}},
        {"statusCode": 200, "unknown": 1},
        {"statusCode": 200, "headers": ["a"]},
        {"statusCode": 200, "headers": [1], "isBase64Encoded": True},
        {"statusCode": 200, "headers": {"Content-Type": ["a/b"]}, "isBase64Encoded": True},
        b"this is no JSON",
    ],
)
def test_malformed_result_is_a_bad_gateway(start_api: StartApi, result: Any) -> None:
    results = [result, {"statusCode": 200, "body": "next"}]
    api = start_api(ROOT, {"answer": lambda _: results.pop(0)})

    response = api.client.get("/prod/")

    assert (response.status_code, response.json) == (502, {"message": "Internal server error"})
    assert response.headers["x-amzn-ErrorType"] == "InternalServerErrorException"
    assert api.client.get("/prod/").text == "next"


def test_crash_is_a_bad_gateway(start_api: StartApi) -> None:
    def crash(_: Any) -> None:
        raise RuntimeError("out of luck")

    response = start_api(ROOT, {"answer": crash}).client.get("/prod/")

    assert (response.status_code, response.json) == (502, {"message": "Internal server error"})
    assert "out of luck" not in response.text


def test_function_that_cannot_be_invoked_is_an_internal_error(start_api: StartApi) -> None:
    response = start_api(body_of({"/": {"get": proxy("missing")}})).client.get("/prod/")

    assert (response.status_code, response.json) == (500, {"message": "Internal server error"})


def test_function_that_takes_too_long_is_abandoned(start_api: StartApi) -> None:
    released = threading.Event()
    integration = {"type": "aws_proxy", "uri": integration_uri("answer"), "timeoutInMillis": 50}
    body = body_of({"/": {"get": {"x-amazon-apigateway-integration": integration}}})
    api = start_api(body, {"answer": lambda _: released.wait(30)})

    response = api.client.get("/prod/")
    released.set()

    assert (response.status_code, response.json) == (504, {"message": "Endpoint request timed out"})


def test_head_has_no_body(start_api: StartApi) -> None:
    body = body_of({"/": {"x-amazon-apigateway-any-method": proxy("answer")}})
    response = start_api(body, {"answer": lambda _: {"body": "text"}}).client.head("/prod/")

    assert (response.data, response.headers["Content-Length"]) == (b"", "4")


def test_integrations_that_are_not_imitated_are_listed(start_api: StartApi) -> None:
    body = body_of(
        {"/": {"get": {"x-amazon-apigateway-integration": {"type": "http_proxy", "uri": "http://x"}}}}
    )
    api = start_api(body)

    assert api.api.definition.not_imitated() == [
        "GET /: the integration HTTP_PROXY is not imitated, only AWS_PROXY with a function and MOCK are; it answers 501"
    ]
    assert api.client.get("/prod/").status_code == 501
    assert start_api(ROOT).api.definition.not_imitated() == []


def test_resource_policy_is_listed(start_api: StartApi) -> None:
    api = start_api(ROOT, Policy={"Version": "2012-10-17", "Statement": []})

    assert api.api.definition.not_imitated() == ["its resource policy is not imitated; anyone may call it"]

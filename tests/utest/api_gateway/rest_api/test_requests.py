"""Requests to a REST API as events of functions, and which resource they are for."""

import base64
from typing import Any

import pytest
import requests

from application_template.application import CreatedResource
from loopback_server.server import LoopbackServer
from support.python_functions import ACCOUNT_ID, integration_uri
from support.rest_api import API_ID, StartApi, body_of, proxy

ANY_METHOD = "x-amazon-apigateway-any-method"


def test_event_has_the_members_of_payload_format_1(start_api: StartApi) -> None:
    api = start_api(body_of({"/orders/{id}": {"post": proxy()}}), variables={"table": "orders"})

    event = api.event_of(
        "/prod/orders/7?tag=a&tag=b&empty=",
        method="POST",
        data="text",
        headers={"Accept-Language": "de", "User-Agent": "test"},
    )

    assert event["resource"] == "/orders/{id}"
    assert event["path"] == "/orders/7"
    assert event["httpMethod"] == "POST"
    assert event["pathParameters"] == {"id": "7"}
    assert event["queryStringParameters"] == {"tag": "b", "empty": ""}
    assert event["multiValueQueryStringParameters"] == {"tag": ["a", "b"], "empty": [""]}
    assert event["stageVariables"] == {"table": "orders"}
    assert event["headers"]["Accept-Language"] == "de"
    assert event["multiValueHeaders"]["Accept-Language"] == ["de"]
    assert (event["body"], event["isBase64Encoded"]) == ("text", False)
    context = event["requestContext"]
    assert context["accountId"] == ACCOUNT_ID
    assert context["apiId"] == API_ID
    assert (context["stage"], context["path"]) == ("prod", "/prod/orders/7")
    assert (context["resourcePath"], context["httpMethod"]) == ("/orders/{id}", "POST")
    assert context["identity"]["userAgent"] == "test"
    assert context["identity"]["cognitoIdentityId"] is None


def test_what_a_request_does_not_have_is_null(start_api: StartApi) -> None:
    event = start_api(body_of({"/": {"get": proxy()}})).event_of("/prod")

    absent = (
        "queryStringParameters",
        "multiValueQueryStringParameters",
        "pathParameters",
        "stageVariables",
        "body",
    )
    assert {name: event[name] for name in absent} == dict.fromkeys(absent)
    assert (event["path"], event["resource"]) == ("/", "/")


def test_headers_keep_their_case_and_all_their_values(start_api: StartApi) -> None:
    api = start_api(body_of({"/": {"get": proxy()}}))

    with LoopbackServer(api.api) as server:
        headers = {"x-MiXeD": "1", "Connection": "close"}
        assert requests.get(f"{server.url}/prod/", headers=headers, timeout=30).text == "done"

    event = api.functions.invocations[0].event
    assert event["headers"]["x-MiXeD"] == "1"
    assert "Connection" not in event["headers"]
    assert event["headers"]["X-Forwarded-For"] == "127.0.0.1"
    assert event["headers"]["X-Forwarded-Proto"] == "http"
    assert event["headers"]["X-Forwarded-Port"] == str(server.port)


def test_some_headers_are_kept_from_functions_or_written_alike(start_api: StartApi) -> None:
    """Source: "Important notes", Amazon API Gateway Developer Guide; LocalStack 4.14.0, execute_api/header_utils.py."""
    api = start_api(body_of({"/": {"post": proxy()}}))
    sent = {
        "authorization": "a",
        "user-agent": "b",
        "Content-MD5": "c",
        "WWW-Authenticate": "d",
        "X-Kept": "e",
    }

    with LoopbackServer(api.api) as server:
        assert requests.post(f"{server.url}/prod/", data="text", headers=sent, timeout=30).text == "done"

    event = api.functions.invocations[0].event
    assert {event["headers"][name] for name in ("Authorization", "User-Agent", "X-Kept")} == {"a", "b", "e"}
    assert not event["headers"].keys() & {"Content-Length", "Content-MD5", "WWW-Authenticate", "user-agent"}


def test_trace_id_of_the_client_reaches_the_function(start_api: StartApi) -> None:
    api = start_api(body_of({"/": {"get": proxy()}}))
    trace_id = "Root=1-5759e988-bd862e3fe1be46a994272793"

    response = api.client.get("/prod/", headers={"X-Amzn-Trace-Id": trace_id})
    other = api.client.get("/prod/")

    assert response.headers["X-Amzn-Trace-Id"] == trace_id
    invocation, next_invocation = api.functions.invocations
    assert invocation.trace_id == invocation.event["headers"]["X-Amzn-Trace-Id"] == trace_id
    assert next_invocation.trace_id == other.headers["X-Amzn-Trace-Id"] != trace_id


@pytest.mark.parametrize(
    ("path", "resource", "parameters"),
    [
        ("/things/fixed", "/things/fixed", None),
        ("/things/7", "/things/{id}", {"id": "7"}),
        ("/things/7/", "/things/{id}", {"id": "7"}),
        ("/things/a%2Fb%20c", "/things/{id}", {"id": "a/b c"}),
        ("/things/7/parts", "/things/{id}/parts", {"id": "7"}),
        ("/things/7/other/more", "/{proxy+}", {"proxy": "things/7/other/more"}),
        ("/files/a/b%2Fc", "/files/{path+}", {"path": "a/b/c"}),
        ("/files", "/{proxy+}", {"proxy": "files"}),
    ],
)
def test_most_specific_resource_is_chosen(
    start_api: StartApi, path: str, resource: str, parameters: dict[str, str] | None
) -> None:
    paths = ("/{proxy+}", "/files/{path+}", "/things/{id}", "/things/{id}/parts", "/things/fixed")
    api = start_api(body_of({one: {ANY_METHOD: proxy()} for one in paths}))

    event = api.event_of(f"/prod{path}")

    assert (event["resource"], event["pathParameters"]) == (resource, parameters)
    assert event["path"] == path


def test_named_method_comes_before_any(start_api: StartApi) -> None:
    named = {"get": proxy("named"), ANY_METHOD: proxy("any")}
    api = start_api(
        body_of({"/x": named}), {"named": lambda _: {"body": "named"}, "any": lambda _: {"body": "any"}}
    )

    assert api.client.get("/prod/x").text == "named"
    assert api.client.delete("/prod/x").text == "any"


@pytest.mark.parametrize(
    ("method", "path", "error", "message"),
    [
        ("GET", "/prod/unknown", "MissingAuthenticationTokenException", "Missing Authentication Token"),
        ("GET", "/prod/%6bnown", "MissingAuthenticationTokenException", "Missing Authentication Token"),
        ("POST", "/prod/known", "MissingAuthenticationTokenException", "Missing Authentication Token"),
        ("GET", "/other/known", "ForbiddenException", "Forbidden"),
        ("GET", "/", "ForbiddenException", "Forbidden"),
    ],
)
def test_unknown_stage_path_or_method_is_forbidden(
    start_api: StartApi, method: str, path: str, error: str, message: str
) -> None:
    api = start_api(body_of({"/known": {"get": proxy()}}))
    assert api.client.get("/prod/known").text == "done"

    response = api.client.open(path, method=method)

    assert (response.status_code, response.json) == (403, {"message": message})
    assert response.headers["x-amzn-ErrorType"] == error


@pytest.mark.parametrize(
    ("binary", "content_type", "is_base64"),
    [
        ([], "image/png", False),
        (["image~1png"], "image/png", True),
        (["image/png"], "image/gif", False),
        (["image/*"], "image/gif", True),
        (["*/*"], "application/json; charset=utf-8", True),
    ],
)
def test_bodies_of_binary_media_types_are_base64(
    start_api: StartApi, binary: list[str], content_type: str, is_base64: bool
) -> None:
    api = start_api(body_of({"/": {"post": proxy()}}), BinaryMediaTypes=binary)

    event = api.event_of("/prod/", method="POST", data=b"abc", content_type=content_type)

    assert event["isBase64Encoded"] is is_base64
    assert event["body"] == (base64.b64encode(b"abc").decode() if is_base64 else "abc")


def test_stage_variable_chooses_the_function(start_api: StartApi) -> None:
    integration = {"type": "aws_proxy", "uri": integration_uri("${stageVariables.function}")}
    body = body_of({"/": {"get": {"x-amazon-apigateway-integration": integration}}})

    api = start_api(body, {"blue": lambda _: {"body": "blue"}}, variables={"function": "blue"})

    assert api.client.get("/prod/").text == "blue"


def test_body_of_more_than_10_mb_is_too_long(start_api: StartApi) -> None:
    api = start_api(body_of({"/": {"post": proxy()}}))
    assert api.client.post("/prod/", data=b"x" * 1_000_000).status_code == 200

    for size in (7 * 1024**2, 10 * 1024**2 + 1):
        response = api.client.post("/prod/", data=b"x" * size)
        assert (response.status_code, response.json) == (413, {"message": "Request Too Long"})
    assert len(api.functions.invocations) == 1


def test_api_of_single_resources_is_served(start_api: StartApi) -> None:
    def resource(identifier: str, parent: str, part: str) -> CreatedResource:
        properties = {"RestApiId": API_ID, "ParentId": parent, "PathPart": part}
        return CreatedResource(identifier, "AWS::ApiGateway::Resource", identifier, properties)

    def method(identifier: str, name: str) -> CreatedResource:
        integration: dict[str, Any] = {"Type": "AWS_PROXY", "Uri": integration_uri("echo")}
        properties = {
            "RestApiId": API_ID,
            "ResourceId": identifier,
            "HttpMethod": name,
            "AuthorizationType": "NONE",
            "Integration": integration,
        }
        return CreatedResource(
            f"{identifier}-{name}", "AWS::ApiGateway::Method", f"{identifier}-{name}", properties
        )

    resources = [
        resource("orders", "root", "orders"),
        resource("order", "orders", "{id}"),
        method("root", "GET"),
        method("order", "ANY"),
    ]
    api = start_api(None, None, resources)

    assert api.event_of("/prod/")["resource"] == "/"
    assert api.event_of("/prod/orders/7", method="PUT")["resource"] == "/orders/{id}"
    assert api.client.get("/prod/orders").status_code == 403

"""Requests to an HTTP API as events of functions, and which route they are for."""

import base64

import pytest

from application_template.application import CreatedResource
from support.http_api import API_ID, StartHttpApi, body_of, route
from support.python_functions import ACCOUNT_ID, function_arn

ANY_METHOD = "x-amazon-apigateway-any-method"


def test_event_has_the_members_of_payload_format_2(start_http_api: StartHttpApi) -> None:
    api = start_http_api(
        body_of({"/orders/{id}": {"post": route()}}), stage={"StageVariables": {"table": "orders"}}
    )

    event = api.event_of(
        "/orders/7?tag=a&tag=b%20c",
        method="POST",
        data="text",
        headers={"Accept-Language": "de", "User-Agent": "test", "Cookie": "a=1; b=2"},
    )

    assert (event["version"], event["routeKey"]) == ("2.0", "POST /orders/{id}")
    assert (event["rawPath"], event["rawQueryString"]) == ("/orders/7", "tag=a&tag=b%20c")
    assert event["queryStringParameters"] == {"tag": "a,b c"}
    assert event["pathParameters"] == {"id": "7"}
    assert event["stageVariables"] == {"table": "orders"}
    assert event["cookies"] == ["a=1", "b=2"]
    assert event["headers"]["accept-language"] == "de"
    assert "cookie" not in event["headers"]
    assert (event["body"], event["isBase64Encoded"]) == ("text", False)
    context = event["requestContext"]
    assert (context["accountId"], context["apiId"]) == (ACCOUNT_ID, API_ID)
    assert (context["stage"], context["routeKey"]) == ("$default", "POST /orders/{id}")
    assert context["http"] == {
        "method": "POST", "path": "/orders/7", "protocol": "HTTP/1.1", "sourceIp": "127.0.0.1", "userAgent": "test",
    }  # fmt: skip


def test_format_2_leaves_out_what_a_request_does_not_have(start_http_api: StartHttpApi) -> None:
    event = start_http_api(body_of({"/": {"get": route()}})).event_of("/")

    absent = {"cookies", "queryStringParameters", "pathParameters", "stageVariables", "body"}
    assert not absent & event.keys()
    assert "authorizer" not in event["requestContext"]


def test_event_has_the_members_of_payload_format_1(start_http_api: StartHttpApi) -> None:
    api = start_http_api(body_of({"/orders/{id}": {"get": route(payload_format="1.0")}}))

    event = api.event_of("/orders/7?tag=a&tag=b", headers={"X-One": "1"})

    assert (event["version"], event["resource"], event["path"]) == ("1.0", "/orders/{id}", "/orders/7")
    assert event["multiValueQueryStringParameters"] == {"tag": ["a", "b"]}
    assert event["queryStringParameters"] == {"tag": "b"}
    assert event["multiValueHeaders"]["X-One"] == ["1"]
    assert (event["body"], event["stageVariables"]) == (None, None)
    assert event["requestContext"]["authorizer"] == {"claims": None, "scopes": None}
    assert event["requestContext"]["resourcePath"] == "/orders/{id}"


def test_named_stage_is_part_of_the_path(start_http_api: StartHttpApi) -> None:
    api = start_http_api(body_of({"/x": {"get": route()}}), stage={"StageName": "dev"})

    event = api.event_of("/dev/x")

    assert (event["rawPath"], event["requestContext"]["stage"]) == ("/dev/x", "dev")
    assert (api.client.get("/x").status_code, api.client.get("/x").json) == (404, {"message": "Not Found"})


@pytest.mark.parametrize(
    ("method", "path", "key"),
    [
        ("GET", "/pets/dog/1", "GET /pets/dog/1"),
        ("GET", "/pets/dog/2", "GET /pets/dog/{id}"),
        ("GET", "/pets/cat/1", "GET /pets/{proxy+}"),
        ("POST", "/test/5", "ANY /{proxy+}"),
        ("POST", "/pets/dog/1", "ANY /{proxy+}"),
        ("GET", "/", "$default"),
        ("GET", "/pets/dog/", "GET /pets/{proxy+}"),
    ],
)
def test_route_is_chosen_as_the_developer_guide_says(
    start_http_api: StartHttpApi, method: str, path: str, key: str
) -> None:
    paths = {
        "$default": {ANY_METHOD: route(isDefaultRoute=True)},
        "/{proxy+}": {ANY_METHOD: route()},
        "/pets/{proxy+}": {"get": route()},
        "/pets/dog/{id}": {"get": route()},
        "/pets/dog/1": {"get": route()},
    }

    assert start_http_api(body_of(paths)).event_of(path, method=method)["routeKey"] == key


@pytest.mark.parametrize(("method", "path"), [("GET", "/other"), ("POST", "/known"), ("GET", "/known/")])
def test_request_without_a_route_is_not_found(start_http_api: StartHttpApi, method: str, path: str) -> None:
    api = start_http_api(body_of({"/known": {"get": route()}}))
    assert api.client.get("/known").status_code == 200

    response = api.client.open(path, method=method)

    assert (response.status_code, response.json) == (404, {"message": "Not Found"})


def test_path_is_decoded(start_http_api: StartHttpApi) -> None:
    event = start_http_api(body_of({"/x/{id}": {"get": route()}})).event_of("/x/a%2Fb%20c")

    assert event["pathParameters"] == {"id": "a/b c"}
    assert event["rawPath"] == "/x/a/b c"


@pytest.mark.parametrize(
    ("content_type", "is_base64"),
    [
        ("application/json", False),
        ("application/problem+json", False),
        ("text/csv; charset=utf-8", False),
        ("application/x-www-form-urlencoded", True),
        ("image/png", True),
    ],
)
def test_bodies_that_are_no_text_are_base64(
    start_http_api: StartHttpApi, content_type: str, is_base64: bool
) -> None:
    api = start_http_api(body_of({"/": {"post": route()}}))

    event = api.event_of("/", method="POST", data=b"a=1", content_type=content_type)

    assert event["isBase64Encoded"] is is_base64
    assert event["body"] == (base64.b64encode(b"a=1").decode() if is_base64 else "a=1")


def test_trace_id_of_the_client_reaches_the_function(start_http_api: StartHttpApi) -> None:
    api = start_http_api(body_of({"/": {"get": route()}}))
    trace_id = "Root=1-5759e988-bd862e3fe1be46a994272793"

    event = api.event_of("/", headers={"X-Amzn-Trace-Id": trace_id})

    assert api.functions.invocations[0].trace_id == event["headers"]["x-amzn-trace-id"] == trace_id


def test_api_of_single_resources_is_served(start_http_api: StartHttpApi) -> None:
    integration = {
        "ApiId": API_ID, "IntegrationType": "AWS_PROXY", "IntegrationUri": function_arn("echo"), "PayloadFormatVersion": "2.0",
    }  # fmt: skip
    resources = [
        CreatedResource("Integration", "AWS::ApiGatewayV2::Integration", "i1", integration),
        CreatedResource(
            "Route",
            "AWS::ApiGatewayV2::Route",
            "r1",
            {"ApiId": API_ID, "RouteKey": "GET /x", "Target": "integrations/i1"},
        ),
    ]

    assert start_http_api(None, None, resources).event_of("/x")["routeKey"] == "GET /x"


def test_quickly_created_api_has_a_default_route(start_http_api: StartHttpApi) -> None:
    api = start_http_api(None, ProtocolType="HTTP", Target=function_arn("echo"))

    assert api.event_of("/anything", method="PUT")["routeKey"] == "$default"

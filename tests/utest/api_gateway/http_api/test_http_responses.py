"""What an HTTP API answers: results of functions, errors, preflight requests."""

import threading
from typing import Any

import pytest

from application_template.errors import TemplateError
from support.http_api import StartHttpApi, TestedHttpApi, body_of, route
from support.python_functions import integration_uri

TEXT = "text/plain;charset=UTF-8"


def api_that_returns(start_http_api: StartHttpApi, result: Any, payload_format: str = "2.0") -> TestedHttpApi:
    body = body_of({"/": {"get": route("answer", payload_format)}})
    return start_http_api(body, {"answer": lambda _: result})


@pytest.mark.parametrize(
    ("result", "status", "content_type", "body"),
    [
        ({"message": "hello"}, 200, "application/json", '{"message": "hello"}'),
        ("hello", 200, "application/json", "hello"),
        ([1, 2], 200, "application/json", "[1, 2]"),
        (None, 200, "application/json", "null"),
        ({"statusCode": 201, "body": "made"}, 201, TEXT, "made"),
        ({"statusCode": "404"}, 404, TEXT, ""),
        ({"statusCode": 200, "body": "aGk=", "isBase64Encoded": True}, 200, TEXT, "hi"),
        ({"statusCode": 200, "unknown": 1, "headers": {"content-type": "a/b"}}, 200, "a/b", ""),
    ],
)
def test_result_of_format_2_becomes_the_response(
    start_http_api: StartHttpApi, result: Any, status: int, content_type: str, body: str
) -> None:
    response = api_that_returns(start_http_api, result).client.get("/")

    assert (response.status_code, response.text) == (status, body)
    assert response.headers["Content-Type"] == content_type
    assert response.headers["Apigw-Requestid"]


def test_cookies_of_format_2_are_set(start_http_api: StartHttpApi) -> None:
    result = {"statusCode": 200, "cookies": ["a=1; Secure", "b=2"]}

    response = api_that_returns(start_http_api, result).client.get("/")

    assert response.headers.getlist("Set-Cookie") == ["a=1; Secure", "b=2"]


def test_result_of_format_1_has_headers_with_several_values(start_http_api: StartHttpApi) -> None:
    many = {"X-Many": ["1", "2"], "Content-Type": ["a/b"]}
    result = {"statusCode": 200, "multiValueHeaders": many, "body": "text"}

    response = api_that_returns(start_http_api, result, "1.0").client.get("/")

    assert (response.headers.getlist("X-Many"), response.text) == (["1", "2"], "text")
    assert response.headers.getlist("Content-Type") == ["a/b"]


@pytest.mark.parametrize(
    ("result", "payload_format"),
    [
        ({"message": "hello"}, "1.0"),
        ({"statusCode": "many"}, "2.0"),
        ({"statusCode": 200, "body": {"a": 1}}, "2.0"),
        ({"statusCode": 200, "cookies": [1]}, "2.0"),
        ({"statusCode": 200, "cookies": "a=1"}, "2.0"),
        ({"statusCode": 200, "cookies": 5}, "2.0"),
        ({"statusCode": 200, "cookies": {"a": "1"}}, "2.0"),
        ({"statusCode": 200, "cookies": ["a=1\r\nX-Other: 1"]}, "2.0"),
        ({"statusCode": 200, "headers": [1]}, "2.0"),
        ({"statusCode": 200, "headers": 1}, "1.0"),
        ({"statusCode": 200, "multiValueHeaders": [1]}, "1.0"),
        (b"no JSON", "2.0"),
    ],
)
def test_malformed_result_is_an_internal_error(
    start_http_api: StartHttpApi, result: Any, payload_format: str
) -> None:
    response = api_that_returns(start_http_api, result, payload_format).client.get("/")

    assert (response.status_code, response.json) == (500, {"message": "Internal Server Error"})
    assert response.headers["Content-Type"] == "application/json"
    assert response.headers["Apigw-Requestid"]


def test_pages_can_read_the_error_of_a_malformed_result(start_http_api: StartHttpApi) -> None:
    api = api_with_cors(start_http_api, result={"statusCode": 200, "headers": [1]})

    response = api.client.get("/", headers={"Origin": "https://app.example.com"})

    assert response.status_code == 500
    assert response.headers["Access-Control-Allow-Origin"] == "https://app.example.com"


def test_crash_is_an_internal_error(start_http_api: StartHttpApi) -> None:
    def crash(_: Any) -> None:
        raise RuntimeError("out of luck")

    response = start_http_api(body_of({"/": {"get": route("crash")}}), {"crash": crash}).client.get("/")

    assert (response.status_code, response.json) == (500, {"message": "Internal Server Error"})


def test_function_that_takes_too_long_is_abandoned(start_http_api: StartHttpApi) -> None:
    released = threading.Event()
    integration = {"type": "aws_proxy", "uri": integration_uri("wait"), "timeoutInMillis": 50}
    body = body_of({"/": {"get": {"x-amazon-apigateway-integration": integration}}})
    api = start_http_api(body, {"wait": lambda _: released.wait(30)})

    response = api.client.get("/")
    released.set()

    assert (response.status_code, response.json) == (503, {"message": "Service Unavailable"})


def test_body_of_more_than_10_mb_is_too_large(start_http_api: StartHttpApi) -> None:
    api = start_http_api(body_of({"/": {"post": route()}}))
    assert api.client.post("/", data=b"x" * 1000).status_code == 200

    response = api.client.post("/", data=b"x" * (10 * 1024**2 + 1))

    assert (response.status_code, response.json) == (413, {"message": "Request Entity Too Large"})


def test_stage_throttles_its_routes(start_http_api: StartHttpApi) -> None:
    settings = {"ThrottlingRateLimit": 0.001, "ThrottlingBurstLimit": 1}
    api = start_http_api(body_of({"/": {"get": route()}}), stage={"DefaultRouteSettings": settings})

    responses = [api.client.get("/") for _ in range(2)]

    assert [(one.status_code, one.text) for one in responses] == [
        (200, "done"),
        (429, '{"message": "Too Many Requests"}'),
    ]


def test_stage_throttles_a_route_by_itself(start_http_api: StartHttpApi) -> None:
    """Amazon API Gateway Developer Guide, "Throttle requests to your HTTP APIs for better throughput"."""
    tight, wide = ({"ThrottlingRateLimit": 0.001, "ThrottlingBurstLimit": burst} for burst in (1, 2))
    settings = {"GET /lim": tight, "GET /items/{id}": tight, "GET /burst": {"ThrottlingBurstLimit": 1}}
    paths = {path: {"get": route()} for path in ("/lim", "/items/{id}", "/burst", "/other")}
    stage = {"RouteSettings": settings, "DefaultRouteSettings": wide}
    api = start_http_api(body_of(paths), stage=stage)

    def statuses(*requested: str) -> list[int]:
        return [api.client.get(path).status_code for path in requested]

    assert statuses("/lim", "/lim", "/items/1", "/items/2") == [200, 429, 200, 429]
    assert statuses("/other", "/burst", "/other") == [200, 200, 429]
    assert api.client.get("/lim").json == {"message": "Too Many Requests"}


def test_stage_has_no_settings_for_routes_that_its_api_does_not_have(start_http_api: StartHttpApi) -> None:
    """Amazon API Gateway refuses such a stage: "Unable to find Route by key … within the provided RouteSettings"."""
    body = body_of({"/lim": {"get": route()}})
    start_http_api(body, stage={"RouteSettings": {"GET /lim": {}}})

    with pytest.raises(TemplateError) as error:
        start_http_api(body, stage={"RouteSettings": {"GET /lim": {}, "POST /lim": {}}})

    assert str(error.value).endswith("RouteSettings: expected the key of a route (GET /lim), got 'POST /lim'")


def test_integrations_that_are_not_imitated_are_listed(start_http_api: StartHttpApi) -> None:
    integration = {"type": "http_proxy", "uri": "https://example.com"}
    api = start_http_api(body_of({"/": {"get": {"x-amazon-apigateway-integration": integration}}}))

    assert api.api.definition.not_imitated() == [
        "GET /: the integration HTTP_PROXY is not imitated, only AWS_PROXY with a function is; it answers 501"
    ]
    assert api.client.get("/").status_code == 501


def test_mapping_of_parameters_is_listed(start_http_api: StartHttpApi) -> None:
    mapped = route()
    mapped["x-amazon-apigateway-integration"]["requestParameters"] = {"overwrite:path": "/x"}
    api = start_http_api(body_of({"/a": {"get": mapped}, "/b": {"get": route()}}))

    assert api.api.definition.not_imitated() == [
        "GET /a: the mapping of parameters is not imitated; they are passed on as they are"
    ]


CORS = {
    "allowOrigins": ["https://app.example.com"],
    "allowMethods": ["GET", "POST"],
    "allowHeaders": ["x-one"],
    "exposeHeaders": ["x-shown"],
    "maxAge": 5,
    "allowCredentials": True,
}
PREFLIGHT = {"Origin": "https://app.example.com", "Access-Control-Request-Method": "GET"}


ANSWER_FOR_OTHERS = {"statusCode": 200, "headers": {"Access-Control-Allow-Origin": "https://other.example"}}


def api_with_cors(
    start_http_api: StartHttpApi, result: Any = ANSWER_FOR_OTHERS, **changes: Any
) -> TestedHttpApi:
    body = body_of({"/": {"get": route("answer")}}, **{"x-amazon-apigateway-cors": {**CORS, **changes}})
    return start_http_api(body, {"answer": lambda _: result})


def test_preflight_request_is_answered_without_a_route(start_http_api: StartHttpApi) -> None:
    response = api_with_cors(start_http_api).client.options("/", headers=PREFLIGHT)

    assert response.status_code == 204
    allowed = {name: value for name, value in response.headers if name.startswith("Access-Control")}
    assert allowed == {
        "Access-Control-Allow-Origin": "https://app.example.com",
        "Access-Control-Allow-Credentials": "true",
        "Access-Control-Allow-Methods": "GET,POST",
        "Access-Control-Allow-Headers": "x-one",
        "Access-Control-Expose-Headers": "x-shown",
        "Access-Control-Max-Age": "5",
    }


def test_preflight_request_of_another_origin_gets_no_permission(start_http_api: StartHttpApi) -> None:
    api = api_with_cors(start_http_api)

    response = api.client.options("/", headers={**PREFLIGHT, "Origin": "https://other.example"})

    assert response.status_code == 204
    assert not [name for name, _ in response.headers if name.startswith("Access-Control")]


def test_configured_headers_replace_those_of_the_function(start_http_api: StartHttpApi) -> None:
    headers = (
        api_with_cors(start_http_api).client.get("/", headers={"Origin": "https://app.example.com"}).headers
    )

    assert headers.getlist("Access-Control-Allow-Origin") == ["https://app.example.com"]
    assert headers["Access-Control-Expose-Headers"] == "x-shown"


@pytest.mark.parametrize(
    ("allowed", "granted"), [("*", "*"), ("https://*", "https://any.example"), ("http://*", None)]
)
def test_wildcards_of_origins(start_http_api: StartHttpApi, allowed: str, granted: str | None) -> None:
    api = api_with_cors(start_http_api, allowOrigins=[allowed], allowCredentials=False)

    response = api.client.get("/", headers={"Origin": "https://any.example"})

    assert response.headers.get("Access-Control-Allow-Origin") == granted


def test_without_a_configuration_the_function_decides(start_http_api: StartHttpApi) -> None:
    api = api_that_returns(start_http_api, ANSWER_FOR_OTHERS)

    headers = {"Origin": "https://app.example.com"}
    assert (
        api.client.get("/", headers=headers).headers["Access-Control-Allow-Origin"] == "https://other.example"
    )
    assert api.client.options("/", headers=PREFLIGHT).status_code == 404

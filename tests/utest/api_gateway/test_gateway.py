"""The gateway's own behaviour, with any set of handlers."""

import base64
import gzip
import json
import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from werkzeug.test import Client

from api_gateway.application import Gateway
from api_gateway.authorizer import UnauthorizedError
from api_gateway.configuration import GatewayConfiguration
from api_gateway.cors import CorsPolicy
from api_gateway.events import MalformedResultError, read_result
from api_gateway.routes import Routes
from api_gateway.runtime import LambdaRuntime
from api_gateway.signing_keys import SigningKeysUnavailableError
from api_gateway.throttle import AddressThrottle
from loopback_server.environ_keys import SENT_HEADERS
from loopback_server.server import LoopbackServer
from support.raw_http import talk
from support.reference_backend import CONTRACT, Backend, User, upload_body

DOCUMENT = {
    "security": [{"cognito": []}],
    "paths": {
        "/open": {
            "get": {"operationId": "open", "security": []},
            "post": {"operationId": "openPost", "security": [], "x-limited": True},
        },
        "/things/fixed": {"post": {"operationId": "fixed", "security": []}},
        "/things/{id}": {
            "get": {"operationId": "thing", "security": []},
            "delete": {"operationId": "deleteThing"},
        },
        "/things/{id}/parts/{part}": {"get": {"operationId": "part", "security": []}},
    },
}
ORIGIN = "https://app.example.com"
RESPONSE_HEADERS = {"X-Frame-Options": "DENY", "Cache-Control": "no-store"}
CONFIGURATION = {
    "body_limit_bytes": 1000,
    "response_headers": tuple(RESPONSE_HEADERS.items()),
    "cors": CorsPolicy([ORIGIN], response_headers=["X-Shown"], preflight_seconds=60),
}

DOCUMENTED_CONTEXT = {
    "accountId",
    "apiId",
    "domainName",
    "domainPrefix",
    "extendedRequestId",
    "httpMethod",
    "identity",
    "path",
    "protocol",
    "requestId",
    "requestTime",
    "requestTimeEpoch",
    "resourceId",
    "resourcePath",
    "stage",
}
"""Amazon API Gateway Developer Guide, "Input format of a Lambda function for proxy integration"."""
DOCUMENTED_IDENTITY = {
    "accessKey",
    "accountId",
    "caller",
    "cognitoAuthenticationProvider",
    "cognitoAuthenticationType",
    "cognitoIdentityId",
    "cognitoIdentityPoolId",
    "principalOrgId",
    "sourceIp",
    "user",
    "userAgent",
    "userArn",
}


class StubAuthorizer:
    """Authorizes whoever sends `Bearer open`."""

    def authorize(self, authorization: str | None) -> dict[str, str]:
        if authorization != "Bearer open":
            raise UnauthorizedError
        return {"sub": "user-1"}


class SampleApi:
    """An API whose handlers do what a test wants."""

    def __init__(self, *, timeout: float = 5, **configuration: Any) -> None:
        self.events: list[dict[str, Any]] = []
        self.contexts: list[Any] = []
        self.result: Any = {"statusCode": 200, "body": "{}"}
        self.runtime = LambdaRuntime(timeout_seconds=timeout)
        routes = Routes(DOCUMENT)
        self.gateway = Gateway(
            routes=routes,
            handlers={operation.operation_id: self.handle for operation in routes.operations()},
            authorizer=StubAuthorizer(),
            runtime=self.runtime,
            configuration=GatewayConfiguration(**{**CONFIGURATION, **configuration}),
        )
        self.client = Client(self.gateway)

    def handle(self, event: dict[str, Any], context: Any) -> Any:
        self.events.append(event)
        self.contexts.append(context)
        return self.result() if callable(self.result) else self.result


@pytest.fixture
def make_api() -> Iterator[Callable[..., SampleApi]]:
    apis: list[SampleApi] = []

    def make(**options: Any) -> SampleApi:
        apis.append(SampleApi(**options))
        return apis[-1]

    yield make
    for api in apis:
        api.gateway.close()


@pytest.fixture
def api(make_api: Callable[..., SampleApi]) -> SampleApi:
    return make_api()


def test_the_documented_example_serves_another_backend(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = {
        "/things/{id}": {"get": {"operationId": "getThing"}},
        "/things": {"get": {"operationId": "getThing", "security": []}},
    }
    document = {"security": [{"cognito": []}], "paths": paths}
    (tmp_path / "openapi.yaml").write_text(json.dumps(document))
    monkeypatch.chdir(tmp_path)
    answers: list[requests.Response] = []

    def visit(prompt: str) -> str:
        url = prompt.split(maxsplit=1)[0]
        answers.extend(requests.get(url + path, timeout=30) for path in ("/things", "/things/1", "/else"))
        return ""

    page = (Path(__file__).resolve().parents[3] / "docs" / "sandbox.md").read_text()
    (code,) = (block for block in re.findall(r"```python\n(.*?)```", page, re.DOTALL) if "Gateway(" in block)
    exec(compile(code, "docs/sandbox.md", "exec"), {"input": visit})
    assert [answer.status_code for answer in answers] == [200, 401, 403]


def test_every_operation_needs_a_handler(api: SampleApi) -> None:
    with pytest.raises(ValueError, match="no handler for open, openPost"):
        Gateway(
            routes=Routes({"paths": {"/open": DOCUMENT["paths"]["/open"]}}),  # type: ignore[index]
            handlers={},
            authorizer=StubAuthorizer(),
            runtime=api.runtime,
            configuration=GatewayConfiguration(),
        )


class TestRouting:
    """The operation that a method and a path lead to."""

    @pytest.mark.parametrize(
        ("method", "path"),
        [
            ("GET", "/"),
            ("GET", "/unknown"),
            ("GET", "/open/"),
            ("GET", "//open"),
            ("GET", "/OPEN"),
            ("GET", "/open;x"),
            ("GET", "/./open"),
            ("GET", "/x/../open"),
            ("GET", "/%6fpen"),
            ("GET", "/things/"),
            ("GET", "/things/fixed"),
            ("GET", "/things/a/parts"),
            ("PUT", "/open"),
            ("PATCH", "/open"),
            ("TRACE", "/open"),
            ("BREW", "/open"),
            ("OPTIONS", "/unknown"),
        ],
    )
    def test_an_unknown_route_is_a_missing_authentication_token(
        self, api: SampleApi, method: str, path: str
    ) -> None:
        response = api.client.open(path, method=method)
        assert response.status_code == 403
        assert response.json == {"message": "Missing Authentication Token"}
        assert api.events == []

    def test_an_unknown_method_head_is_forbidden_without_a_body(self, api: SampleApi) -> None:
        response = api.client.head("/open")
        assert (response.status_code, response.data) == (403, b"")
        assert api.events == []

    def test_a_parameter_is_decoded_once_after_the_path_is_split(self, api: SampleApi) -> None:
        for raw, value in {
            "a%2Fb": "a/b",
            "%2e%2e": "..",
            "a%252Fb": "a%2Fb",
            "a+b": "a+b",
            "%FF": "\ufffd",
        }.items():
            api.client.get("/things/x", environ_overrides={"REQUEST_URI": f"/things/{raw}?x=1"})
            assert api.events[-1]["pathParameters"] == {"id": value}
        api.client.get("/things/1/parts/2")
        assert api.events[-1]["pathParameters"] == {"id": "1", "part": "2"}
        assert api.events[-1]["resource"] == "/things/{id}/parts/{part}"

    def test_the_path_is_taken_from_a_target_in_absolute_form(self, api: SampleApi) -> None:
        api.client.get("/open", environ_overrides={"REQUEST_URI": "http://other.example/open?x=1"})
        assert api.events[-1]["path"] == "/open"

    def test_a_fixed_path_takes_precedence_over_a_parameter(self, api: SampleApi) -> None:
        assert api.client.post("/things/fixed").status_code == 200
        assert api.events[-1]["resource"] == "/things/fixed"

    def test_a_base_path_is_a_prefix(self, make_api: Callable[..., SampleApi]) -> None:
        api = make_api(base_path="/prod")
        assert api.client.get("/prod/open").status_code == 200
        assert api.client.get("/open").status_code == 403
        assert api.client.get("/prodopen").status_code == 403
        assert api.events[0]["requestContext"]["path"] == "/prod/open"


class TestEvents:
    """The event and the context of a handler."""

    def test_an_event_has_the_documented_format(self, api: SampleApi) -> None:
        api.client.post(
            "/open?a=1&b=2&a=3&c=",
            data=b'{"x": "\xc3\xa4"}',
            headers={"X-Some-Header": "y", "Content-Type": "application/json"},
            environ_overrides={"REMOTE_ADDR": "192.0.2.7"},
        )
        event = api.events[-1]
        assert event["httpMethod"] == "POST"
        assert event["body"] == '{"x": "ä"}'
        assert event["isBase64Encoded"] is False
        assert event["queryStringParameters"] == {"a": "3", "b": "2", "c": ""}
        assert event["multiValueQueryStringParameters"] == {"a": ["1", "3"], "b": ["2"], "c": [""]}
        assert event["headers"]["X-Some-Header"] == "y"
        assert event["multiValueHeaders"]["X-Some-Header"] == ["y"]
        assert event["pathParameters"] is event["stageVariables"] is None
        context = event["requestContext"]
        assert context["identity"]["sourceIp"] == "192.0.2.7"
        assert "authorizer" not in context
        assert re.fullmatch(r"\d{2}/\w{3}/\d{4}:\d{2}:\d{2}:\d{2} \+0000", context["requestTime"])
        assert set(context) == DOCUMENTED_CONTEXT
        assert set(context["identity"]) == DOCUMENTED_IDENTITY

    def test_an_event_contains_the_claims(self, api: SampleApi) -> None:
        api.client.delete("/things/1", headers={"Authorization": "Bearer open"})
        assert api.events[-1]["requestContext"]["authorizer"] == {"claims": {"sub": "user-1"}}

    def test_a_binary_body_is_encoded_in_base64(self, api: SampleApi) -> None:
        api.client.post("/open", data=b"\xff\x00")
        assert api.events[-1]["isBase64Encoded"] is True
        assert base64.b64decode(api.events[-1]["body"]) == b"\xff\x00"
        api.client.post("/open")
        assert api.events[-1]["body"] is None

    def test_the_context_has_the_request_id_and_the_remaining_time(self, api: SampleApi) -> None:
        response = api.client.get("/open")
        context = api.contexts[-1]
        assert context.aws_request_id == response.headers["x-amzn-RequestId"]
        assert context.aws_request_id == api.events[-1]["requestContext"]["requestId"]
        assert 0 < context.get_remaining_time_in_millis() <= 5000
        assert context.function_name == "open"
        assert context.invoked_function_arn.endswith(":function:open")
        assert context.log_group_name == "/aws/lambda/open"

    def test_names_of_headers_are_those_that_were_sent(self, api: SampleApi) -> None:
        sent = {SENT_HEADERS: (("x-some-HEADER", "y"),)}
        api.client.get("/open", headers={"X-Some-Header": "y"}, environ_overrides=sent)
        for headers in (api.events[-1]["headers"], api.events[-1]["multiValueHeaders"]):
            assert [name for name in headers if name.lower() == "x-some-header"] == ["x-some-HEADER"]

    def test_a_valid_trace_id_is_kept(self, api: SampleApi) -> None:
        sent = "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1"
        assert api.client.get("/open", headers={"X-Amzn-Trace-Id": sent}).headers["X-Amzn-Trace-Id"] == sent
        assert api.events[-1]["headers"]["X-Amzn-Trace-Id"] == sent
        for bad in ("", "x" * 300, "a\tb", "ä"):
            made = api.client.get("/open", headers={"X-Amzn-Trace-Id": bad}).headers["X-Amzn-Trace-Id"]
            assert re.fullmatch(r"Root=1-[0-9a-f]{8}-[0-9a-f]{24}", made)
            assert api.events[-1]["headers"]["X-Amzn-Trace-Id"] == made


class TestResults:
    """The result of a handler."""

    def test_a_result_becomes_the_response(self, api: SampleApi) -> None:
        api.result = {
            "statusCode": 299,
            "headers": {"X-One": "1", "X-Two": 2, "X-Three": True},
            "multiValueHeaders": {"X-One": ["a", "b"]},
            "body": base64.b64encode(b"\xff").decode(),
            "isBase64Encoded": True,
        }
        response = api.client.get("/open")
        assert (response.status_code, response.data) == (299, b"\xff")
        assert response.headers.getlist("X-One") == ["a", "b", "1"]
        assert (response.headers["X-Two"], response.headers["X-Three"]) == ("2", "true")
        assert response.headers["Content-Type"] == "application/json"

    def test_a_status_may_be_a_string_as_in_the_blueprints_of_aws(self, api: SampleApi) -> None:
        api.result = {"statusCode": "404", "body": None, "headers": None, "isBase64Encoded": None}
        response = api.client.get("/open")
        assert (response.status_code, response.data) == (404, b"")

    def test_a_handler_can_not_replace_headers_of_the_gateway(self, api: SampleApi) -> None:
        own = {
            **dict.fromkeys(RESPONSE_HEADERS, "none"),
            "access-control-allow-origin": "*",
            "Access-Control-Allow-Credentials": "true",
            "x-amzn-requestid": "1",
            "Content-Length": "1",
            "Transfer-Encoding": "chunked",
            "Connection": "close",
        }
        api.result = {"statusCode": 200, "body": "{}", "headers": {**own, "Vary": "Accept"}}
        response = api.client.get("/open", headers={"Origin": ORIGIN})
        assert {name: response.headers.getlist(name) for name in RESPONSE_HEADERS} == {
            name: [value] for name, value in RESPONSE_HEADERS.items()
        }
        assert response.headers.getlist("Access-Control-Allow-Origin") == [ORIGIN]
        assert response.headers.getlist("Content-Length") == ["2"]
        assert response.headers.getlist("Vary") == ["Accept", "Origin"]
        assert len(response.headers.getlist("x-amzn-RequestId")) == 1
        assert not {"Access-Control-Allow-Credentials", "Transfer-Encoding", "Connection"} & {
            name for name, _ in response.headers
        }

    @pytest.mark.parametrize("status", [204, 304])
    def test_a_status_without_a_body_has_none(self, api: SampleApi, status: int) -> None:
        api.result = {"statusCode": status, "body": "{}"}
        response = api.client.get("/open")
        assert (response.status_code, response.data) == (status, b"")
        assert "Content-Length" not in response.headers

    @pytest.mark.parametrize(
        "result",
        [
            None,
            "x",
            [],
            {},
            {"statusCode": "OK"},
            {"statusCode": "0200"},
            {"statusCode": 200.0},
            {"statusCode": True},
            {"statusCode": 199},
            {"statusCode": 600},
            {"statusCode": 200, "body": {"x": 1}},
            {"statusCode": 200, "body": []},
            {"statusCode": 200, "body": 0},
            {"statusCode": 200, "body": b"x"},
            {"statusCode": 200, "body": "\ud800"},
            {"statusCode": 200, "body": "#", "isBase64Encoded": True},
            {"statusCode": 200, "isBase64Encoded": "false"},
            {"statusCode": 200, "headers": []},
            {"statusCode": 200, "headers": {"X": None}},
            {"statusCode": 200, "headers": {"X": ["a"]}},
            {"statusCode": 200, "headers": {1: "x"}},
            {"statusCode": 200, "headers": {"": "x"}},
            {"statusCode": 200, "headers": {"X: a\r\nY": "x"}},
            {"statusCode": 200, "headers": {"X": "a\r\nSet-Cookie: b=c"}},
            {"statusCode": 200, "multiValueHeaders": "x"},
            {"statusCode": 200, "multiValueHeaders": {"X": "abc"}},
            {"statusCode": 200, "multiValueHeaders": {"X": 5}},
            {"statusCode": 200, "cookies": []},
        ],
        ids=repr,
    )
    def test_a_malformed_result_is_502(self, api: SampleApi, result: Any) -> None:
        api.result = result
        response = api.client.get("/open")
        assert (response.status_code, response.json) == (502, {"message": "Internal server error"})
        with pytest.raises(MalformedResultError):
            read_result(result)

    def test_a_crash_is_502_and_reveals_nothing(
        self, api: SampleApi, caplog: pytest.LogCaptureFixture
    ) -> None:
        def crash() -> None:
            raise RuntimeError("secret-4711")

        api.result = crash
        response = api.client.get("/open")
        assert (response.status_code, response.json) == (502, {"message": "Internal server error"})
        assert "secret-4711" not in response.text
        assert "secret-4711" in caplog.text

    def test_a_handler_that_does_not_return_is_504(self, make_api: Callable[..., SampleApi]) -> None:
        api = make_api(timeout=0.05)
        released = threading.Event()
        api.result = released.wait
        response = api.client.get("/open")
        released.set()
        assert (response.status_code, response.json) == (504, {"message": "Endpoint request timed out"})
        api.result = {"statusCode": 200}
        assert api.client.get("/open").status_code == 200


class TestLimits:
    """The maximum size of a request."""

    def test_a_body_has_a_limit(self, api: SampleApi) -> None:
        assert api.client.post("/open", data=b"x" * 1000).status_code == 200
        response = api.client.post("/open", data=b"x" * 1001)
        assert (response.status_code, response.json) == (413, {"message": "Request Too Long"})
        assert len(api.events) == 1

    def test_the_headers_have_a_limit(self, api: SampleApi) -> None:
        assert api.client.get("/open", headers={"X-Long": "x" * 9000}).status_code == 200
        response = api.client.get("/open", headers={"X-Long": "x" * 10_200})
        assert (response.status_code, response.json) == (431, {"message": "Request Header Fields Too Large"})


class TestCors:
    """Which origins may read the responses."""

    @pytest.mark.parametrize("path", ["/open", "/things/1"])
    def test_a_preflight_needs_no_token_and_names_every_method(self, api: SampleApi, path: str) -> None:
        headers = {"Origin": ORIGIN, "Access-Control-Request-Method": "DELETE"}
        response = api.client.options(path, headers=headers)
        assert (response.status_code, response.data) == (204, b"")
        assert response.headers["Access-Control-Allow-Origin"] == ORIGIN
        expected = "GET, POST, OPTIONS" if path == "/open" else "GET, DELETE, OPTIONS"
        assert response.headers["Access-Control-Allow-Methods"] == expected
        assert response.headers["Access-Control-Max-Age"] == "60"
        assert {"Authorization", "Content-Type"} <= set(
            response.headers["Access-Control-Allow-Headers"].split(", ")
        )
        assert api.events == []

    @pytest.mark.parametrize(
        "origin",
        [
            "https://evil.example",
            "null",
            "*",
            "",
            "http://app.example.com",
            "https://app.example.com.evil.example",
            "https://evil-app.example.com",
            "https://appxexample.com",
            "https://app.example.com:8443",
            "https://app.example.com/",
            "https://app.example.com`.evil.example",
            "HTTPS://APP.EXAMPLE.COM",
        ],
    )
    def test_other_origins_are_not_allowed(self, api: SampleApi, origin: str) -> None:
        for response in (
            api.client.get("/open", headers={"Origin": origin}),
            api.client.options("/open", headers={"Origin": origin}),
        ):
            assert not [name for name, _ in response.headers if name.startswith("Access-Control")]
            assert response.headers["Vary"] == "Origin"

    def test_every_response_may_be_read_by_an_allowed_origin(self, api: SampleApi) -> None:
        api.result = {"statusCode": 404, "body": "{}"}
        for method, path in [("GET", "/open"), ("DELETE", "/things/1"), ("GET", "/unknown")]:
            response = api.client.open(path, method=method, headers={"Origin": ORIGIN})
            assert response.status_code >= 400
            assert response.headers["Access-Control-Allow-Origin"] == ORIGIN
            assert response.headers["Access-Control-Expose-Headers"] == "X-Shown"
            assert response.headers["Vary"] == "Origin"
            assert "Access-Control-Allow-Credentials" not in response.headers


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/open", 200),
        ("DELETE", "/things/1", 401),
        ("GET", "/unknown", 403),
        ("OPTIONS", "/open", 204),
    ],
)
def test_every_response_has_the_configured_headers_and_ids(
    api: SampleApi, method: str, path: str, status: int
) -> None:
    response = api.client.open(path, method=method)
    assert response.status_code == status
    assert {name: response.headers[name] for name in RESPONSE_HEADERS} == RESPONSE_HEADERS
    assert len(response.headers["x-amzn-RequestId"]) == 36
    assert response.headers["X-Amzn-Trace-Id"].startswith("Root=1-")
    assert "Server" not in response.headers


class TestDefaults:
    """An API that chooses nothing behaves like an Amazon REST API."""

    @pytest.fixture
    def plain(self, api: SampleApi) -> Client:
        gateway = Gateway(
            routes=Routes(DOCUMENT),
            handlers=dict.fromkeys(("open", "openPost", "fixed", "thing", "deleteThing", "part"), api.handle),
            authorizer=StubAuthorizer(),
            runtime=api.runtime,
            configuration=GatewayConfiguration(),
        )
        return Client(gateway)

    def test_responses_have_only_the_headers_of_the_gateway(self, plain: Client) -> None:
        response = plain.get("/open", headers={"Origin": ORIGIN})
        assert {name for name, _ in response.headers} == {
            "Content-Type",
            "Content-Length",
            "x-amzn-RequestId",
            "X-Amzn-Trace-Id",
        }

    def test_cors_is_left_to_the_handlers(self, plain: Client, api: SampleApi) -> None:
        api.result = {"statusCode": 200, "headers": {"Access-Control-Allow-Origin": "*"}}
        assert plain.get("/open").headers["Access-Control-Allow-Origin"] == "*"
        assert plain.options("/open").status_code == 403

    def test_a_body_may_have_10_mb(self, plain: Client) -> None:
        assert plain.post("/open", data=b"x" * 10 * 1024 * 1024).status_code == 200
        assert plain.post("/open", data=b"x" * (10 * 1024 * 1024 + 1)).status_code == 413

    def test_a_failure_of_the_authorizer_is_500(self, plain: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        assert plain.delete("/things/1", headers={"Authorization": "Bearer open"}).status_code == 200

        def fail(_doorkeeper: StubAuthorizer, _authorization: str | None) -> dict[str, str]:
            raise SigningKeysUnavailableError

        monkeypatch.setattr(StubAuthorizer, "authorize", fail)
        response = plain.delete("/things/1")
        assert (response.status_code, response.json) == (500, {"message": "Internal server error"})


class TestThrottle:
    """Limits on how often operations may be called."""

    def test_a_throttled_client_learns_when_to_try_again(self, make_api: Callable[..., SampleApi]) -> None:
        throttle = AddressThrottle(
            limit=2,
            window_seconds=60,
            applies_to=lambda operation: operation.extensions.get("x-limited", False),
            clock=lambda: 50,
        )
        api = make_api(throttle=throttle)
        assert [api.client.post("/open").status_code for _ in range(3)] == [200, 200, 429]
        response = api.client.post("/open")
        assert (response.json, response.headers["Retry-After"]) == ({"message": "Too Many Requests"}, "10")
        assert api.client.get("/open").status_code == 200
        other = api.client.post("/open", environ_overrides={"REMOTE_ADDR": "192.0.2.9"})
        assert other.status_code == 200


class TestServer:
    """The gateway behind its server."""

    @pytest.fixture
    def server(self, api: SampleApi) -> Iterator[LoopbackServer]:
        with LoopbackServer(api.gateway, error_response=api.gateway.error_response) as server:
            yield server

    def test_the_connection_stays_usable_after_too_long_a_body(self, server: LoopbackServer) -> None:
        long = b"POST /open HTTP/1.1\r\nHost: x\r\nContent-Length: 2000\r\n\r\n" + b"x" * 2000
        short = b"GET /open HTTP/1.1\r\nHost: x\r\n\r\n"
        received = talk(server, long + short)
        assert [received.count(b"HTTP/1.1 413"), received.count(b"HTTP/1.1 200")] == [1, 1]

    def test_a_body_may_come_in_chunks(self, server: LoopbackServer, api: SampleApi) -> None:
        chunks = iter([b'{"x": ', b"1}"])
        assert requests.post(f"{server.url}/open", data=chunks, timeout=30).status_code == 200
        assert api.events[-1]["body"] == '{"x": 1}'
        assert requests.post(f"{server.url}/open", data=iter([b"x" * 600] * 2), timeout=30).status_code == 413

    @pytest.mark.parametrize(
        ("request_bytes", "status", "message"),
        [
            (b"GET\r\n\r\n", 400, "Bad Request"),
            (b"GET /open HTTP/9.9\r\n\r\n", 505, "HTTP Version Not Supported"),
            (b"GET /open HTTP/1.1\r\n" + b"X: y\r\n" * 200, 431, "Request Header Fields Too Large"),
            (b"POST /open HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 400, "Bad Request"),
        ],
        ids=["no target", "version", "headers", "chunk"],
    )
    def test_malformed_http_gets_a_response_in_the_form_of_the_gateway(
        self, server: LoopbackServer, api: SampleApi, request_bytes: bytes, status: int, message: str
    ) -> None:
        head, _, body = talk(server, request_bytes).partition(b"\r\n\r\n")
        headers = dict(line.split(": ", 1) for line in head.decode().splitlines()[1:])
        assert head.startswith(b"HTTP/1.1 %d " % status)
        assert json.loads(body) == {"message": message}
        assert {name: headers[name] for name in RESPONSE_HEADERS} == RESPONSE_HEADERS
        assert headers["Vary"] == "Origin"
        assert len(headers["x-amzn-RequestId"]) == 36
        assert headers["X-Amzn-Trace-Id"].startswith("Root=1-")
        assert api.events == []

    def test_an_exception_gets_a_response_in_the_form_of_the_gateway(
        self, server: LoopbackServer, api: SampleApi, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert requests.get(f"{server.url}/open", timeout=30).json() == {}
        monkeypatch.delattr(api.gateway, "_routes")
        response = requests.get(f"{server.url}/open", timeout=30)
        assert (response.status_code, response.json()) == (500, {"message": "Internal server error"})

    def test_a_head_has_no_body(self, server: LoopbackServer) -> None:
        received = talk(server, b"HEAD /open HTTP/1.1\r\nHost: x\r\n\r\n")
        assert received.startswith(b"HTTP/1.1 403")
        assert received.endswith(b"\r\n\r\n")

    def test_headers_do_not_reveal_the_implementation(self, server: LoopbackServer) -> None:
        received = talk(server, b"GET /open HTTP/1.1\r\nHost: x\r\n\r\n").lower()
        assert received.startswith(b"http/1.1 200 ok")
        assert b"werkzeug" not in received
        assert b"python" not in received


class TestReferenceBackend:
    """The limits of the reference backend at the gateway."""

    def test_a_body_over_10_mb_is_413(self, user: User) -> None:
        huge = user.call(
            "POST",
            "/api/query",
            data=b"x" * (10 * 1024 * 1024 + 1),
            headers={"Content-Type": "application/json"},
        )
        assert (huge.status_code, huge.json()) == (413, {"message": "Request Too Long"})
        big = user.call(
            "POST", "/api/query", data=b" " * (10 * 1024 * 1024), headers={"Content-Type": "application/json"}
        )
        assert (big.status_code, big.json()["error_type"]) == (400, "invalid_json")

    def test_a_long_token_is_rejected(self, backend: Backend) -> None:
        for length, status in ((9_000, 401), (200_000, 431)):
            headers = {"Authorization": f"Bearer {'x' * length}"}
            assert backend.call("GET", "/api/user/quota", headers=headers).status_code == status

    def test_every_operation_but_the_public_ones_needs_a_token(self, backend: Backend) -> None:
        operations = [each for each in CONTRACT.operations() if each.method != "OPTIONS"]
        asking_for_a_token = {
            str(each)
            for each in operations
            if backend.call(each.method, re.sub(r"\{\w+\}", "x", each.path)).status_code == 401
        }
        assert asking_for_a_token == {str(each) for each in operations if each.needs_token}

    def test_the_allowed_origins_are_configurable(self, start_backend: Callable[..., Backend]) -> None:
        backend = start_backend(ALLOWED_ORIGINS="https://a.example, https://b.example")
        for origin, allowed in {
            "https://a.example": True,
            "https://b.example": True,
            "https://c.example": False,
        }.items():
            response = backend.call("OPTIONS", "/api/manuals/x", headers={"Origin": origin})
            assert ("Access-Control-Allow-Origin" in response.headers) == allowed
            assert not allowed or "DELETE" in response.headers["Access-Control-Allow-Methods"]

    def test_a_compressed_body_is_not_json(self, user: User) -> None:
        headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
        body = gzip.compress(b'{"question": "x"}')
        assert user.call("POST", "/api/query", data=body, headers=headers).status_code == 400

    def test_locations_include_the_base_path(self, start_backend: Callable[..., Backend]) -> None:
        backend = start_backend(BASE_PATH="/prod")
        user = backend.user()
        created = user.post("/prod/api/manuals/upload", upload_body("thermostat.pdf"))
        assert user.get(created.headers["Location"]).json()["id"] == created.json()["manual_id"]
        assert created.headers["Location"].startswith("/prod/api/manuals/")

"""All operations in one function, and the template that deploys it."""

import base64
from pathlib import Path
from typing import Any

import pytest
import yaml

from api_gateway.configuration import GatewayConfiguration
from api_gateway.cors import CorsPolicy
from api_gateway.throttle import AddressThrottle
from application_template.application import ResolvedTemplate
from application_template.parameters import StackIdentity
from application_template.reading import read_application
from manuel_sandbox.application import CONTRACT
from manuel_sandbox.gateway import is_limited_by_address
from manuel_sandbox.lambda_api import LIMITED_BY_ADDRESS, OPERATIONS, PUBLIC, LambdaApi

TEMPLATE = Path(__file__).parents[3] / "libraries" / "manuel_sandbox" / "template.yaml"
METHODS = ("get", "post", "put", "patch", "delete")
ORIGIN = "https://app.example.com"


@pytest.fixture(scope="module")
def contract() -> dict[str, tuple[str, bool, Any]]:
    """Return id, need of a token and limit of each operation, by method and path."""
    document = yaml.safe_load(CONTRACT.read_text(encoding="utf-8"))
    return {
        f"{method.upper()} {path}": (
            operation["operationId"],
            operation.get("security") != [],
            operation.get("x-rate-limit"),
        )
        for path, item in document["paths"].items()
        for method, operation in item.items()
        if method in METHODS
    }


@pytest.fixture(scope="module")
def template() -> ResolvedTemplate:
    return read_application(TEMPLATE, StackIdentity("manuel", "eu-west-1", "000000000001"))


def event(method: str, path: str, *, sub: str = "ada", **headers: str) -> dict[str, Any]:
    return {
        "httpMethod": method,
        "resource": path,
        "headers": {"Authorization": "Bearer token", **headers},
        "requestContext": {
            "identity": {"sourceIp": "203.0.113.7"},
            "path": f"/prod{path}",
            "authorizer": {"claims": {"sub": sub}},
        },
    }


def function(**configuration: Any) -> LambdaApi:
    handlers = {
        name: lambda _event, _context, name=name: {"statusCode": 200, "headers": {"Operation": name}}
        for name in OPERATIONS.values()
    }
    return LambdaApi(handlers, GatewayConfiguration(**configuration))


def test_it_knows_the_operations_of_the_contract(contract: dict[str, tuple[str, bool, Any]]) -> None:
    assert {route: name for route, (name, _, _) in contract.items()} == OPERATIONS
    limited = {name for name, _, limit in contract.values() if limit == "address"}
    assert limited == LIMITED_BY_ADDRESS
    assert {name for name, needs_token, _ in contract.values() if not needs_token} == PUBLIC


def test_the_template_has_a_method_for_each_operation_and_a_token_where_the_contract_wants_one(
    contract: dict[str, tuple[str, bool, Any]], template: ResolvedTemplate
) -> None:
    (api,) = [one for one in template.resources if one.type == "AWS::ApiGateway::RestApi"]
    paths = template.resolve(api, {}).properties["Body"]["paths"]
    secured = {
        f"{method.upper()} {path}": {"Users": []} in operation["security"]
        for path, item in paths.items()
        for method, operation in item.items()
        if method in METHODS
    }
    assert secured == {route: needs_token for route, (_, needs_token, _) in contract.items()}
    assert all("options" in item for item in paths.values())


@pytest.mark.parametrize("route", OPERATIONS)
def test_a_request_reaches_its_operation(route: str) -> None:
    result = function()(event(*route.split()), None)
    assert result["headers"]["Operation"] == OPERATIONS[route]


@pytest.mark.parametrize("changes", [{"sub": " "}, {"Authorization": "token"}])
def test_what_the_authorizer_does_not_ask_for_is_asked_for_here(changes: dict[str, str]) -> None:
    refused = function()(event("GET", "/api/manuals", **changes), None)
    assert (refused["statusCode"], refused["body"]) == (401, '{"message": "Unauthorized"}')
    assert function()(event("GET", "/health", **changes), None)["statusCode"] == 200


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"body": "ü" * 5}, 200),
        ({"body": "ü" * 5 + "u"}, 413),
        ({"body": base64.b64encode(b"x" * 10).decode(), "isBase64Encoded": True}, 200),
        ({"body": base64.b64encode(b"x" * 11).decode(), "isBase64Encoded": True}, 413),
    ],
)
def test_a_body_is_as_long_as_its_bytes_that_were_sent(body: dict[str, Any], status: int) -> None:
    request = {**event("POST", "/api/query"), **body}
    assert function(body_limit_bytes=10)(request, None)["statusCode"] == status


@pytest.mark.parametrize("path", ["/prod/version/", "/prod//version"])
def test_a_path_has_one_spelling(path: str) -> None:
    request = event("GET", "/version")
    assert function()(request, None)["statusCode"] == 200
    request["requestContext"]["path"] = path
    refused = function()(request, None)
    assert (refused["statusCode"], refused["body"]) == (403, '{"message": "Missing Authentication Token"}')


def test_headers_of_the_gateway_are_on_every_response() -> None:
    api = function(response_headers=(("X-Frame-Options", "DENY"),), cors=CorsPolicy([ORIGIN]))
    allowed = api(event("GET", "/version", Origin=ORIGIN), None)["headers"]
    assert (allowed["X-Frame-Options"], allowed["Access-Control-Allow-Origin"]) == ("DENY", ORIGIN)
    foreign = api(event("GET", "/version", origin="https://other.example.com"), None)["headers"]
    assert "Access-Control-Allow-Origin" not in foreign


def test_a_preflight_request_names_the_methods_of_its_path() -> None:
    result = function(cors=CorsPolicy([ORIGIN]))(event("OPTIONS", "/api/manuals/{id}", Origin=ORIGIN), None)
    assert result["statusCode"] == 204
    assert result["headers"]["Access-Control-Allow-Methods"] == "GET, DELETE, OPTIONS"


def test_an_address_can_be_limited() -> None:
    throttle = AddressThrottle(
        limit=1, window_seconds=60, applies_to=is_limited_by_address, clock=lambda: 30.0
    )
    api = function(throttle=throttle)
    statuses = [api(event("GET", "/version"), None)["statusCode"] for _ in range(2)]
    assert statuses == [200, 429]
    refused = api(event("GET", "/version"), None)
    assert refused["headers"]["Retry-After"] == "30"
    assert api(event("GET", "/health"), None)["statusCode"] == 200

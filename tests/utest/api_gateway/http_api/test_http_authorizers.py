"""The authorizers of an HTTP API: JSON Web Tokens and functions."""

import time
from typing import Any

import pytest

from api_gateway.http_api.cloudformation import read_http_api
from application_template.application import CreatedResource
from support.http_api import API_ID, StartHttpApi, TestedHttpApi, body_of, route
from support.python_functions import ACCOUNT_ID, REGION, integration_uri
from support.reference_backend import sign

ISSUER = "https://issuer.example"
JWT = {
    "type": "oauth2",
    "x-amazon-apigateway-authorizer": {
        "type": "jwt",
        "identitySource": "$request.header.Authorization",
        "jwtConfiguration": {"issuer": ISSUER, "audience": ["app"]},
    },
}
ARN = f"arn:aws:execute-api:{REGION}:{ACCOUNT_ID}:{API_ID}/$default"


def token(**changes: Any) -> str:
    claims = {"iss": ISSUER, "sub": "user-1", "aud": "app", "exp": int(time.time()) + 60, **changes}
    return sign({name: value for name, value in claims.items() if value is not ...})


def api_with(
    start_http_api: StartHttpApi,
    scheme: dict[str, Any],
    decide: Any = None,
    scopes: tuple[str, ...] = (),
    **options: Any,
) -> TestedHttpApi:
    operation = route(security=[{"who": list(scopes)}], payload_format=options.pop("payload_format", "2.0"))
    body = body_of({"/orders": {"get": operation}}, components={"securitySchemes": {"who": scheme}})
    return start_http_api(body, {"decide": decide}, **options)


def test_claims_of_a_token_reach_the_event(start_http_api: StartHttpApi) -> None:
    api = api_with(start_http_api, JWT)
    sent = token(verified=True, groups=["a", "b"])

    event = api.event_of("/orders", headers={"Authorization": f"Bearer {sent}"})

    authorizer = event["requestContext"]["authorizer"]["jwt"]
    assert authorizer["claims"]["sub"] == "user-1"
    assert (authorizer["claims"]["verified"], authorizer["claims"]["groups"]) == ("true", "[a b]")
    assert authorizer["scopes"] is None


def test_claims_are_one_level_higher_in_format_1(start_http_api: StartHttpApi) -> None:
    api = api_with(start_http_api, JWT, payload_format="1.0")

    event = api.event_of("/orders", headers={"Authorization": token()})

    assert event["requestContext"]["authorizer"]["claims"]["sub"] == "user-1"


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "https://other.example"},
        {"aud": "other"},
        {"aud": ...},
        {"exp": int(time.time()) - 1},
        {"exp": ...},
    ],
)
def test_token_that_is_not_valid_is_unauthorized(
    start_http_api: StartHttpApi, changes: dict[str, Any]
) -> None:
    api = api_with(start_http_api, JWT)
    assert api.client.get("/orders", headers={"Authorization": token()}).status_code == 200

    response = api.client.get("/orders", headers={"Authorization": token(**changes)})

    assert (response.status_code, response.json) == (401, {"message": "Unauthorized"})
    assert 'error="invalid_token"' in response.headers["WWW-Authenticate"]


def test_request_without_a_token_is_unauthorized(start_http_api: StartHttpApi) -> None:
    response = api_with(start_http_api, JWT).client.get("/orders")

    assert (response.status_code, response.json) == (401, {"message": "Unauthorized"})
    assert response.headers["WWW-Authenticate"] == "Bearer"


def test_client_id_stands_for_the_audience_of_an_access_token(start_http_api: StartHttpApi) -> None:
    api = api_with(start_http_api, JWT)

    assert (
        api.client.get("/orders", headers={"Authorization": token(aud=..., client_id="app")}).status_code
        == 200
    )
    assert (
        api.client.get("/orders", headers={"Authorization": token(aud=..., client_id="x")}).status_code == 401
    )


@pytest.mark.parametrize("audience", [None, 5, [5], ["other", ["app"]], {"app": 1}])
def test_token_with_an_audience_that_is_none_is_unauthorized(
    start_http_api: StartHttpApi, audience: Any
) -> None:
    """RFC 7519, section 4.1.3: an audience is a string or a list of strings."""
    api = api_with(start_http_api, JWT)

    assert api.client.get("/orders", headers={"Authorization": token(aud=audience)}).status_code == 401


def test_token_needs_one_of_the_scopes(start_http_api: StartHttpApi) -> None:
    api = api_with(start_http_api, JWT, scopes=("orders/read", "orders/write"))

    event = api.event_of("/orders", headers={"Authorization": token(scope="openid orders/read")})
    response = api.client.get("/orders", headers={"Authorization": token(scope="openid")})

    assert event["requestContext"]["authorizer"]["jwt"]["scopes"] == ["orders/read"]
    assert (response.status_code, response.json) == (403, {"message": "Forbidden"})
    assert 'error="insufficient_scope"' in response.headers["WWW-Authenticate"]


def function_scheme(**authorizer: Any) -> dict[str, Any]:
    described = {
        "type": "request",
        "authorizerUri": integration_uri("decide"),
        "identitySource": ["$request.header.X-Token"],
        "authorizerPayloadFormatVersion": "2.0",
        "enableSimpleResponses": True,
        **authorizer,
    }
    return {"type": "apiKey", "name": "Unused", "in": "header", "x-amazon-apigateway-authorizer": described}


def decisions(api: TestedHttpApi) -> list[Any]:
    return [one.event for one in api.functions.invocations if one.function == "decide"]


def test_function_with_simple_responses_decides(start_http_api: StartHttpApi) -> None:
    def decide(event: Any) -> Any:
        return {"isAuthorized": event["headers"]["x-token"] == "secret", "context": {"level": 7, "list": [1]}}

    api = api_with(start_http_api, function_scheme(), decide)

    event = api.event_of("/orders?x=1", headers={"X-Token": "secret"})
    refused = api.client.get("/orders", headers={"X-Token": "other"})

    assert event["requestContext"]["authorizer"] == {"lambda": {"level": 7, "list": [1]}}
    asked = decisions(api)[0]
    assert (asked["version"], asked["type"], asked["routeArn"]) == ("2.0", "REQUEST", f"{ARN}/GET/orders")
    assert (asked["identitySource"], asked["routeKey"]) == (["secret"], "GET /orders")
    assert (refused.status_code, refused.json) == (403, {"message": "Forbidden"})


@pytest.mark.parametrize(
    ("effect", "condition", "status"),
    [
        ("Allow", {}, 200),
        ("Deny", {}, 403),
        ("Allow", {"IpAddress": {"aws:SourceIp": "127.0.0.1"}}, 200),
        ("Allow", {"NotIpAddress": {"aws:SourceIp": "127.0.0.1"}}, 403),
    ],
)
def test_function_may_return_a_policy(
    start_http_api: StartHttpApi, effect: str, condition: Any, status: int
) -> None:
    statement = {
        "Action": "execute-api:Invoke",
        "Effect": effect,
        "Resource": f"{ARN}/GET/*",
        "Condition": condition,
    }
    answer = {"principalId": "user-1", "policyDocument": {"Statement": [statement]}, "context": {"a": "b"}}
    scheme = function_scheme(authorizerPayloadFormatVersion="1.0", enableSimpleResponses=False)
    api = api_with(start_http_api, scheme, lambda _: answer)

    response = api.client.get("/orders", headers={"X-Token": "secret"})

    assert response.status_code == status
    asked = decisions(api)[0]
    assert (asked["version"], asked["methodArn"]) == ("1.0", f"{ARN}/GET/orders")
    assert asked["identitySource"] == asked["authorizationToken"] == "secret"


def test_missing_identity_source_is_unauthorized_without_asking(start_http_api: StartHttpApi) -> None:
    api = api_with(start_http_api, function_scheme(), lambda _: {"isAuthorized": True})

    response = api.client.get("/orders")

    assert (response.status_code, response.json) == (401, {"message": "Unauthorized"})
    assert decisions(api) == []


@pytest.mark.parametrize(
    "answer",
    [
        None,
        {},
        {"isAuthorized": "yes"},
        b"no JSON",
        {"isAuthorized": True, "principalId": "user-1", "context": "text"},
        {"isAuthorized": True, "context": [1]},
    ],
)
def test_answer_without_a_decision_is_an_internal_error(start_http_api: StartHttpApi, answer: Any) -> None:
    api = api_with(start_http_api, function_scheme(), lambda _: answer)

    response = api.client.get("/orders", headers={"X-Token": "secret"})

    assert (response.status_code, response.json) == (500, {"message": "Internal Server Error"})


@pytest.mark.parametrize(("cache", "asked"), [({}, 2), ({"authorizerResultTtlInSeconds": 60}, 1)])
def test_decisions_are_remembered_only_if_the_template_says_so(
    start_http_api: StartHttpApi, cache: dict[str, int], asked: int
) -> None:
    api = api_with(start_http_api, function_scheme(**cache), lambda _: {"isAuthorized": True})

    for _ in range(2):
        assert api.client.get("/orders", headers={"X-Token": "secret"}).status_code == 200
    assert len(decisions(api)) == asked


@pytest.mark.parametrize(("text", "is_simple"), [("true", True), ("false", False)])
def test_that_responses_are_simple_may_be_text(text: str, is_simple: bool) -> None:
    described = {"ApiId": "api", "Name": "decide", "AuthorizerType": "REQUEST", "EnableSimpleResponses": text}
    authorizer = CreatedResource("A", "AWS::ApiGatewayV2::Authorizer", "a", described)
    api = CreatedResource("Api", "AWS::ApiGatewayV2::Api", "api", {})
    assert read_http_api(api, [api, authorizer]).authorizers["decide"].has_simple_responses is is_simple

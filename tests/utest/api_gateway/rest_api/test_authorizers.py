"""The authorizers of a REST API: user pools, and functions that get a token or the request."""

import time
from typing import Any

import pytest

from support.python_functions import ACCOUNT_ID, REGION, integration_uri
from support.reference_backend import sign
from support.rest_api import API_ID, StartApi, TestedApi, body_of, proxy

POOL_ID = f"{REGION}_a1B2c3D4e"
ISSUER = f"https://cognito-idp.{REGION}.amazonaws.com/{POOL_ID}"
POOL = {
    "type": "apiKey",
    "name": "Authorization",
    "in": "header",
    "x-amazon-apigateway-authtype": "cognito_user_pools",
    "x-amazon-apigateway-authorizer": {
        "type": "cognito_user_pools",
        "providerARNs": [f"arn:aws:cognito-idp:{REGION}:{ACCOUNT_ID}:userpool/{POOL_ID}"],
    },
}
METHOD_ARN = f"arn:aws:execute-api:{REGION}:{ACCOUNT_ID}:{API_ID}/prod"


def token(**changes: Any) -> str:
    now = int(time.time())
    claims = {
        "iss": ISSUER,
        "sub": "user-1",
        "token_use": "id",
        "aud": "client",
        "iat": now,
        "exp": now + 3600,
    }
    return sign({**claims, **changes})


def api_with(
    start_api: StartApi, scheme: dict[str, Any], scopes: tuple[str, ...] = (), **options: Any
) -> TestedApi:
    operation = proxy(security=[{"who": list(scopes)}])
    paths = {
        "/orders": {"get": operation, "post": operation},
        "/open": {"get": proxy(security=[{"NONE": []}])},
    }
    return start_api(body_of(paths, securityDefinitions={"who": scheme}), **options)


@pytest.mark.parametrize("prefix", ["", "Bearer "])
def test_id_token_of_the_pool_is_accepted_and_its_claims_are_strings(
    start_api: StartApi, prefix: str
) -> None:
    api = api_with(start_api, POOL)
    sent = token(email_verified=True, **{"cognito:groups": ["a", "b"]})

    event = api.event_of("/prod/orders", headers={"Authorization": prefix + sent})

    claims = event["requestContext"]["authorizer"]["claims"]
    assert (claims["sub"], claims["email_verified"], claims["cognito:groups"]) == ("user-1", "true", "a,b")
    assert isinstance(claims["exp"], str)


@pytest.mark.parametrize(
    ("authorization", "message"),
    [
        (None, "Unauthorized"),
        ("", "Unauthorized"),
        ("no token", "Unauthorized"),
        (token(iss=f"{ISSUER}x"), "Unauthorized"),
        (token(token_use="access"), "Unauthorized"),
        (token()[:-8] + "AAAAAAAA", "Unauthorized"),
        (token() + "=", "Unauthorized"),
        (
            sign({"iss": ISSUER, "token_use": "id", "exp": int(time.time()) + 3600}, algorithm="RS512"),
            "Unauthorized",
        ),
        (token(exp=int(time.time()) - 1), "The incoming token has expired"),
    ],
)
def test_no_valid_id_token_is_unauthorized(
    start_api: StartApi, authorization: str | None, message: str
) -> None:
    api = api_with(start_api, POOL)
    assert api.client.get("/prod/orders", headers={"Authorization": token()}).status_code == 200
    assert api.client.get("/prod/open").status_code == 200

    headers = {} if authorization is None else {"Authorization": authorization}
    response = api.client.get("/prod/orders", headers=headers)

    assert (response.status_code, response.json) == (401, {"message": message})
    assert response.headers["x-amzn-ErrorType"] == "UnauthorizedException"


def test_method_with_scopes_needs_an_access_token_that_has_one_of_them(start_api: StartApi) -> None:
    api = api_with(start_api, POOL, ("orders/read", "orders/write"))

    def status(**claims: Any) -> int:
        return api.client.get("/prod/orders", headers={"Authorization": token(**claims)}).status_code

    assert status(token_use="access", scope="openid orders/write") == 200
    assert status(token_use="access", scope="openid") == 401
    assert status(token_use="id", scope="orders/read") == 401


def function_scheme(kind: str, **authorizer: Any) -> dict[str, Any]:
    described = {"type": kind, "authorizerUri": integration_uri("decide"), **authorizer}
    return {
        "type": "apiKey",
        "name": "X-Token" if kind == "token" else "Unused",
        "in": "header",
        "x-amazon-apigateway-authtype": "custom",
        "x-amazon-apigateway-authorizer": described,
    }


def policy(resource: str = f"{METHOD_ARN}/*", effect: str = "Allow", **members: Any) -> dict[str, Any]:
    statement = {"Action": "execute-api:Invoke", "Effect": effect, "Resource": resource}
    document = {"Version": "2012-10-17", "Statement": [statement]}
    return {"principalId": "user-1", "policyDocument": document, **members}


def decisions(api: TestedApi) -> list[Any]:
    return [one.event for one in api.functions.invocations if one.function == "decide"]


def test_function_gets_the_token_and_its_context_reaches_the_event(start_api: StartApi) -> None:
    answer = policy(context={"tenant": "acme", "level": 7, "admin": False})
    api = api_with(start_api, function_scheme("token"), handlers={"decide": lambda _: answer})

    event = api.event_of("/prod/orders?x=1", headers={"X-Token": "secret"})

    expected = {"type": "TOKEN", "methodArn": f"{METHOD_ARN}/GET/orders", "authorizationToken": "secret"}
    assert decisions(api) == [expected]
    authorizer = event["requestContext"]["authorizer"]
    assert isinstance(authorizer.pop("integrationLatency"), int)
    assert authorizer == {"principalId": "user-1", "tenant": "acme", "level": "7", "admin": "false"}


def test_function_gets_the_request(start_api: StartApi) -> None:
    scheme = function_scheme(
        "request", identitySource="method.request.header.X-One, method.request.querystring.two"
    )
    api = api_with(start_api, scheme, handlers={"decide": lambda _: policy()})

    response = api.client.get("/prod/orders?two=2", headers={"X-One": "1"})

    assert response.status_code == 200
    (event,) = decisions(api)
    assert (event["type"], event["methodArn"]) == ("REQUEST", f"{METHOD_ARN}/GET/orders")
    assert (event["path"], event["resource"], event["httpMethod"]) == ("/orders", "/orders", "GET")
    assert (event["headers"]["X-One"], event["queryStringParameters"]) == ("1", {"two": "2"})
    assert event["requestContext"]["stage"] == "prod"
    assert "body" not in event


@pytest.mark.parametrize(
    ("path", "headers"),
    [("/prod/orders", {"X-One": "1"}), ("/prod/orders?two=", {"X-One": "1"}), ("/prod/orders?two=2", {})],
)
def test_missing_identity_source_is_unauthorized_without_asking(
    start_api: StartApi, path: str, headers: dict[str, str]
) -> None:
    scheme = function_scheme(
        "request", identitySource="method.request.header.X-One, method.request.querystring.two"
    )
    api = api_with(start_api, scheme, handlers={"decide": lambda _: policy()})

    response = api.client.get(path, headers=headers)

    assert (response.status_code, response.json) == (401, {"message": "Unauthorized"})
    assert decisions(api) == []


def test_token_has_to_match_the_validation_expression(start_api: StartApi) -> None:
    scheme = function_scheme("token", identityValidationExpression="Bearer [a-z]+")
    api = api_with(start_api, scheme, handlers={"decide": lambda _: policy()})

    assert api.client.get("/prod/orders", headers={"X-Token": "Bearer abc"}).status_code == 200
    assert api.client.get("/prod/orders", headers={"X-Token": "Bearer abc7"}).status_code == 401
    assert len(decisions(api)) == 1


NOT_AUTHORIZED = "User is not authorized to access this resource"


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (policy(effect="Deny"), f"{NOT_AUTHORIZED} with an explicit deny"),
        (policy(f"{METHOD_ARN}/GET/other"), NOT_AUTHORIZED),
        (policy(f"{METHOD_ARN}/POST/*"), NOT_AUTHORIZED),
    ],
)
def test_policy_that_does_not_allow_is_access_denied(start_api: StartApi, answer: Any, message: str) -> None:
    api = api_with(start_api, function_scheme("token"), handlers={"decide": lambda _: answer})

    response = api.client.get("/prod/orders", headers={"X-Token": "secret"})

    assert (response.status_code, response.json) == (403, {"Message": message})
    assert response.headers["x-amzn-ErrorType"] == "AccessDeniedException"


@pytest.mark.parametrize(
    "answer", [None, {"principalId": "user-1"}, policy(principalId=""), policy(context={"list": [1]})]
)
def test_answer_without_a_decision_is_an_internal_error(start_api: StartApi, answer: Any) -> None:
    api = api_with(start_api, function_scheme("token"), handlers={"decide": lambda _: answer})

    response = api.client.get("/prod/orders", headers={"X-Token": "secret"})

    assert (response.status_code, response.json) == (500, {"message": None})
    assert response.headers["x-amzn-ErrorType"] == "AuthorizerConfigurationException"


@pytest.mark.parametrize(
    "resource",
    ["*", f"{METHOD_ARN}/GET/orders", f"{METHOD_ARN}/GET/order?", "arn:aws:execute-api:*:*:*/prod/GET/*"],
)
def test_wildcards_of_a_policy_match(start_api: StartApi, resource: str) -> None:
    api = api_with(start_api, function_scheme("token"), handlers={"decide": lambda _: policy(resource)})

    assert api.client.get("/prod/orders", headers={"X-Token": "secret"}).status_code == 200


@pytest.mark.parametrize(
    ("condition", "status"),
    [
        ({"IpAddress": {"aws:SourceIp": "127.0.0.0/8"}}, 200),
        ({"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}}, 403),
        ({"StringLike": {"aws:UserAgent": "curl/*"}, "Bool": {"aws:SecureTransport": "true"}}, 200),
        ({"StringEquals": {"aws:Referer": "https://example.com/"}}, 403),
        ({"DateGreaterThan": {"aws:CurrentTime": "2020-01-01T00:00:00Z"}}, 200),
        ({"NumericLessThan": {"aws:EpochTime": "1577836800"}}, 403),
        ({"StringEquals": {"aws:SourceVpc": "vpc-1"}}, 403),
    ],
)
def test_conditions_of_a_policy_are_about_the_request(
    start_api: StartApi, condition: Any, status: int
) -> None:
    """API Gateway Developer Guide, "AWS condition keys that can be used in API Gateway resource policies"."""
    answer = policy()
    answer["policyDocument"]["Statement"][0]["Condition"] = condition
    api = api_with(start_api, function_scheme("token"), handlers={"decide": lambda _: answer})

    headers = {"X-Token": "secret", "User-Agent": "curl/8"}
    assert api.client.get("/prod/orders", headers=headers).status_code == status


@pytest.mark.parametrize("condition", ["Bool", {"Bool": 5}, {"Boolean": {"aws:SecureTransport": "true"}}])
def test_conditions_that_are_none_are_an_internal_error(start_api: StartApi, condition: Any) -> None:
    answer = policy()
    answer["policyDocument"]["Statement"][0]["Condition"] = condition
    api = api_with(start_api, function_scheme("token"), handlers={"decide": lambda _: answer})

    response = api.client.get("/prod/orders", headers={"X-Token": "secret"})

    assert response.headers["x-amzn-ErrorType"] == "AuthorizerConfigurationException"


@pytest.mark.parametrize(
    ("message", "status", "body"), [("Unauthorized", 401, "Unauthorized"), ("boom", 500, None)]
)
def test_function_that_raises_refuses_or_fails(
    start_api: StartApi, message: str, status: int, body: Any
) -> None:
    def fail(_: Any) -> None:
        raise RuntimeError(message)

    api = api_with(start_api, function_scheme("token"), handlers={"decide": fail})

    response = api.client.get("/prod/orders", headers={"X-Token": "secret"})

    assert (response.status_code, response.json) == (status, {"message": body})


def test_decision_counts_for_the_same_token_until_it_is_too_old(start_api: StartApi) -> None:
    now = [1000.0]
    allowed = policy(f"{METHOD_ARN}/GET/*")
    api = api_with(
        start_api,
        function_scheme("token", authorizerResultTtlInSeconds=60),
        handlers={"decide": lambda _: allowed},
        clock=lambda: now[0],
    )

    def get(token: str = "secret") -> int:
        return api.client.get("/prod/orders", headers={"X-Token": token}).status_code

    assert [get(), get(), len(decisions(api))] == [200, 200, 1]
    assert api.client.post("/prod/orders", headers={"X-Token": "secret"}).status_code == 403
    assert [get("other"), len(decisions(api))] == [200, 2]
    now[0] += 60
    assert [get(), len(decisions(api))] == [200, 3]


def test_nothing_is_remembered_with_a_time_to_live_of_0(start_api: StartApi) -> None:
    scheme = function_scheme("token", authorizerResultTtlInSeconds=0)
    api = api_with(start_api, scheme, handlers={"decide": lambda _: policy()})

    for _ in range(2):
        assert api.client.get("/prod/orders", headers={"X-Token": "secret"}).status_code == 200
    assert len(decisions(api)) == 2


def test_audience_of_a_user_pools_token_has_to_match_the_validation_expression(start_api: StartApi) -> None:
    validated = POOL["x-amazon-apigateway-authorizer"] | {"identityValidationExpression": "cli.nt"}
    api = api_with(start_api, {**POOL, "x-amazon-apigateway-authorizer": validated})

    def status(audience: str) -> int:
        return api.client.get("/prod/orders", headers={"Authorization": token(aud=audience)}).status_code

    assert status("client") == 200
    assert status("client-of-others") == 401

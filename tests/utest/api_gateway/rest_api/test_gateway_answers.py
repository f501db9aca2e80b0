"""What a REST API answers itself: preflight requests, validation, gateway responses, API keys, throttling."""

from typing import Any

import pytest

from application_template.application import CreatedResource
from support.rest_api import API_ID, StartApi, body_of, proxy

PREFLIGHT = {
    "x-amazon-apigateway-integration": {
        "type": "mock",
        "requestTemplates": {"application/json": '{\n  "statusCode" : 200\n}\n'},
        "responses": {
            "default": {
                "statusCode": "200",
                "responseTemplates": {"application/json": "{}\n"},
                "responseParameters": {
                    "method.response.header.Access-Control-Allow-Origin": "'https://app.example.com'",
                    "method.response.header.Access-Control-Allow-Methods": "'GET,POST'",
                },
            }
        },
    }
}
VALIDATORS = {
    "x-amazon-apigateway-request-validators": {
        "all": {"validateRequestParameters": True, "validateRequestBody": True},
        "body only": {"validateRequestParameters": False, "validateRequestBody": True},
    }
}
PARAMETERS = [
    {"name": "q", "in": "query", "required": True, "type": "string"},
    {"name": "X-Tenant", "in": "header", "required": True, "type": "string"},
    {"name": "optional", "in": "query", "type": "string"},
]
ORDER = {"type": "object", "required": ["item"], "properties": {"item": {"$ref": "#/definitions/item"}}}
DEFINITIONS = {"definitions": {"order": ORDER, "item": {"type": "string"}}}
BODY_PARAMETER = {"name": "order", "in": "body", "required": True, "schema": {"$ref": "#/definitions/order"}}


def test_mock_integration_answers_preflight_requests(start_api: StartApi) -> None:
    api = start_api(body_of({"/": {"options": PREFLIGHT}}))

    response = api.client.options("/prod/", headers={"Origin": "https://app.example.com"})

    assert (response.status_code, response.text) == (200, "{}\n")
    assert response.headers["Access-Control-Allow-Origin"] == "https://app.example.com"
    assert response.headers["Access-Control-Allow-Methods"] == "GET,POST"


def test_mock_integration_selects_its_response_by_status(start_api: StartApi) -> None:
    integration = {
        "type": "mock",
        "requestTemplates": {"application/json": "{\"statusCode\": $input.params('status')}"},
        "responses": {
            "4\\d\\d": {
                "statusCode": "404",
                "responseTemplates": {"application/json": "gone: $context.stage"},
            },
            "default": {"statusCode": "200"},
        },
    }
    api = start_api(body_of({"/": {"get": {"x-amazon-apigateway-integration": integration}}}))

    assert api.client.get("/prod/?status=200").status_code == 200
    response = api.client.get("/prod/?status=410")
    assert (response.status_code, response.text) == (404, "gone: prod")


@pytest.mark.parametrize("template", ["{ statusCode: 200 }", '{"statusCode": "200"}', "{'statusCode':200}"])
def test_mock_integration_reads_its_status_as_leniently_as_aws(start_api: StartApi, template: str) -> None:
    integration = {
        "type": "mock",
        "requestTemplates": {"application/json": template},
        "responses": {"200": {"statusCode": "204"}},
    }
    api = start_api(body_of({"/": {"options": {"x-amazon-apigateway-integration": integration}}}))

    assert api.client.options("/prod/").status_code == 204


def test_mock_integration_without_a_status_fails(start_api: StartApi) -> None:
    integration = {"type": "mock", "responses": {"default": {"statusCode": "200"}}}
    api = start_api(body_of({"/": {"get": {"x-amazon-apigateway-integration": integration}}}))

    assert api.client.get("/prod/").status_code == 500


def test_directives_of_templates_are_listed(start_api: StartApi) -> None:
    template = {"application/json": '#set($a = 1){"statusCode": 200}'}
    integration = {"type": "mock", "requestTemplates": template}
    api = start_api(
        body_of({"/": {"get": {"x-amazon-apigateway-integration": integration}, "options": PREFLIGHT}})
    )

    (line,) = api.api.definition.not_imitated()
    assert line.startswith("GET /: directives of the Velocity Template Language")


def test_required_parameters_are_checked(start_api: StartApi) -> None:
    operation = proxy(parameters=PARAMETERS, **{"x-amazon-apigateway-request-validator": "all"})
    api = start_api(body_of({"/": {"get": operation}}, **VALIDATORS))
    assert api.client.get("/prod/?q=1", headers={"X-Tenant": "a"}).status_code == 200

    response = api.client.get("/prod/?q=&optional=1")

    assert response.status_code == 400
    assert response.json == {"message": "Missing required request parameters: [X-Tenant, q]"}
    assert response.headers["x-amzn-ErrorType"] == "BadRequestException"


def test_parameters_are_not_checked_without_a_validator_for_them(start_api: StartApi) -> None:
    operation = proxy(parameters=PARAMETERS, **{"x-amazon-apigateway-request-validator": "body only"})
    api = start_api(body_of({"/": {"get": operation}}, **VALIDATORS))

    assert api.client.get("/prod/").status_code == 200


@pytest.mark.parametrize(
    ("sent", "content_type", "status"),
    [
        ('{"item": "cup"}', "application/json", 200),
        ('{"item": 7}', "application/json", 400),
        ("{}", "application/json; charset=utf-8", 400),
        ("no JSON", "application/json", 400),
        ("", "application/json", 400),
        ("{}", "text/plain", 200),
    ],
)
def test_body_is_checked_with_the_model_of_its_content_type(
    start_api: StartApi, sent: str, content_type: str, status: int
) -> None:
    operation = proxy(parameters=[BODY_PARAMETER], **{"x-amazon-apigateway-request-validator": "all"})
    api = start_api(body_of({"/": {"post": operation}}, **VALIDATORS, **DEFINITIONS))

    response = api.client.post("/prod/", data=sent, content_type=content_type)

    assert response.status_code == status
    assert response.text == ("done" if status == 200 else '{"message":"Invalid request body"}')


def test_no_body_counts_as_an_empty_object(start_api: StartApi) -> None:
    """Source: LocalStack 4.14.0, execute_api/handlers/method_request.py, whose behaviour is validated against AWS."""
    operation = proxy(parameters=[BODY_PARAMETER], **{"x-amazon-apigateway-request-validator": "all"})
    definitions = {"definitions": {"order": {"type": "object", "properties": {"item": {"type": "string"}}}}}
    api = start_api(body_of({"/": {"post": operation}}, **VALIDATORS, **definitions))

    assert api.client.post("/prod/", content_type="application/json").status_code == 200
    assert api.client.post("/prod/", data="[]", content_type="application/json").status_code == 400


def test_responses_of_the_gateway_have_no_trace_id(start_api: StartApi) -> None:
    """Source: LocalStack 4.14.0, execute_api/handlers/response_enricher.py, whose behaviour is validated against AWS."""
    api = start_api(body_of({"/": {"get": proxy(), "options": PREFLIGHT}}))

    assert "X-Amzn-Trace-Id" in api.client.get("/prod/").headers
    assert "X-Amzn-Trace-Id" not in api.client.options("/prod/").headers
    assert "X-Amzn-Trace-Id" not in api.client.get("/prod/nothing").headers


def test_validator_and_models_of_single_resources_are_used(start_api: StartApi) -> None:
    models = {
        "Order": {
            **ORDER,
            "properties": {
                "item": {"$ref": f"https://apigateway.amazonaws.com/restapis/{API_ID}/models/Item"}
            },
        },
        "Item": {"type": "string"},
    }
    method = {
        "ResourceId": "root",
        "HttpMethod": "POST",
        "RequestValidatorId": "validator",
        "RequestModels": {"application/json": "Order"},
        "RequestParameters": {"method.request.querystring.q": True},
        "Integration": {"Type": "AWS_PROXY", "Uri": proxy()["x-amazon-apigateway-integration"]["uri"]},
    }
    resources = [
        *(resource("Model", name, Name=name, Schema=schema) for name, schema in models.items()),
        resource("RequestValidator", "validator", ValidateRequestBody=True, ValidateRequestParameters=True),
        resource("Method", "method", **method),
    ]
    api = start_api(None, None, resources)

    assert api.client.post("/prod/?q=1", json={"item": "cup"}).status_code == 200
    assert api.client.post("/prod/?q=1", json={"item": 7}).json == {"message": "Invalid request body"}
    assert api.client.post("/prod/", json={"item": "cup"}).json == {
        "message": "Missing required request parameters: [q]"
    }


def test_settings_may_be_text(start_api: StartApi) -> None:
    method = {
        "ResourceId": "root",
        "HttpMethod": "GET",
        "ApiKeyRequired": "false",
        "RequestValidatorId": "validator",
        "RequestParameters": {"method.request.querystring.q": "true"},
        "Integration": {"Type": "AWS_PROXY", "Uri": proxy()["x-amazon-apigateway-integration"]["uri"]},
    }
    statuses = {}
    for text in ("false", "true"):
        validator = {"ValidateRequestBody": "false", "ValidateRequestParameters": text}
        resources = [
            resource("RequestValidator", "validator", **validator),
            resource("Method", "method", **method),
        ]
        statuses[text] = start_api(None, None, resources).client.get("/prod/").status_code
    assert statuses == {"false": 200, "true": 400}


def resource(kind: str, physical_id: str, **properties: Any) -> CreatedResource:
    return CreatedResource(
        physical_id, f"AWS::ApiGateway::{kind}", physical_id, {"RestApiId": API_ID, **properties}
    )


def test_gateway_response_of_the_template_replaces_the_usual_one(start_api: StartApi) -> None:
    responses = {
        "MISSING_AUTHENTICATION_TOKEN": {
            "statusCode": "404",
            "responseParameters": {
                "gatewayresponse.header.Access-Control-Allow-Origin": "'*'",
                "gatewayresponse.header.Content-Security-Policy": "'default-src 'none''",
                "gatewayresponse.header.X-Asked": "method.request.header.X-Ask",
            },
            "responseTemplates": {
                "application/json": '{"error":$context.error.messageString,"at":"$context.path",'
                '"type":"${context.error.responseType}"}'
            },
        }
    }
    api = start_api(body_of({"/": {"get": proxy()}}, **{"x-amazon-apigateway-gateway-responses": responses}))

    response = api.client.get("/prod/unknown", headers={"X-Ask": "why"})

    assert response.status_code == 404
    assert response.json == {
        "error": "Missing Authentication Token",
        "at": "/prod/unknown",
        "type": "MISSING_AUTHENTICATION_TOKEN",
    }
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Content-Security-Policy"] == "default-src 'none'"
    assert response.headers["X-Asked"] == "why"


def test_default_gateway_response_is_for_its_class_of_errors_only(start_api: StartApi) -> None:
    headers = {"gatewayresponse.header.Access-Control-Allow-Origin": "'*'"}
    default = resource("GatewayResponse", "default", ResponseType="DEFAULT_4XX", ResponseParameters=headers)
    api = start_api(body_of({"/": {"get": proxy("missing")}}), None, [default])

    assert api.client.get("/prod/unknown").headers["Access-Control-Allow-Origin"] == "*"
    failed = api.client.get("/prod/")
    assert failed.status_code == 500
    assert "Access-Control-Allow-Origin" not in failed.headers


def test_headers_of_more_than_10_kb_are_too_large(start_api: StartApi) -> None:
    headers = {"gatewayresponse.header.X-Frame-Options": "'DENY'"}
    default = resource("GatewayResponse", "default", ResponseType="DEFAULT_4XX", ResponseParameters=headers)
    api = start_api(body_of({"/": {"get": proxy()}}), None, [default])
    assert api.client.get("/prod/", headers={"X-Long": "x" * 9_000}).status_code == 200

    response = api.client.get("/prod/", headers={"X-Long": "x" * 11_000})

    assert (response.status_code, response.json) == (431, {"message": "Request Header Fields Too Large"})
    assert response.headers["X-Frame-Options"] == "DENY"


def usage_plan(**limits: Any) -> list[CreatedResource]:
    return [
        CreatedResource("key-id", "AWS::ApiGateway::ApiKey", "key-id", {"Enabled": True, "Value": "the-key"}),
        CreatedResource(
            "plan",
            "AWS::ApiGateway::UsagePlan",
            "plan",
            {"ApiStages": [{"ApiId": API_ID, "Stage": "prod"}], **limits},
        ),
        CreatedResource(
            "link", "AWS::ApiGateway::UsagePlanKey", "link", {"KeyId": "key-id", "UsagePlanId": "plan"}
        ),
    ]


KEY_SCHEME = {"securityDefinitions": {"api_key": {"type": "apiKey", "name": "x-api-key", "in": "header"}}}
NEEDS_KEY = body_of({"/": {"get": proxy(security=[{"api_key": []}])}}, **KEY_SCHEME)


def test_api_key_is_needed_where_the_method_says_so(start_api: StartApi) -> None:
    api = start_api(NEEDS_KEY, None, usage_plan())

    event = api.event_of("/prod/", headers={"x-api-key": "the-key"})
    refused = [api.client.get("/prod/", headers=headers) for headers in ({}, {"x-api-key": "another"})]

    assert event["requestContext"]["identity"]["apiKey"] == "the-key"
    assert event["requestContext"]["identity"]["apiKeyId"] == "key-id"
    assert [(one.status_code, one.json) for one in refused] == [(403, {"message": "Forbidden"})] * 2


@pytest.mark.parametrize(("enabled", "status"), [(True, 200), ("true", 200), (False, 403), ("false", 403)])
def test_a_disabled_key_is_refused(start_api: StartApi, enabled: bool | str, status: int) -> None:
    _, *plan = usage_plan()
    key = CreatedResource(
        "key-id", "AWS::ApiGateway::ApiKey", "key-id", {"Enabled": enabled, "Value": "the-key"}
    )
    api = start_api(NEEDS_KEY, None, [key, *plan])

    assert api.client.get("/prod/", headers={"x-api-key": "the-key"}).status_code == status


def test_usage_plan_limits_the_rate_of_its_keys(start_api: StartApi) -> None:
    api = start_api(NEEDS_KEY, None, usage_plan(Throttle={"RateLimit": 0.001, "BurstLimit": 2}))

    responses = [api.client.get("/prod/", headers={"x-api-key": "the-key"}) for _ in range(3)]

    assert [one.status_code for one in responses] == [200, 200, 429]
    assert responses[2].json == {"message": "Too Many Requests"}
    assert responses[2].headers["x-amzn-ErrorType"] == "TooManyRequestsException"


@pytest.mark.parametrize("throttle", [{"RateLimit": 0.001}, {"BurstLimit": 1}])
def test_both_limits_of_a_usage_plan_may_be_left_out(start_api: StartApi, throttle: dict[str, float]) -> None:
    """AWS CloudFormation Template Reference, "AWS::ApiGateway::UsagePlan ThrottleSettings"."""
    api = start_api(NEEDS_KEY, None, usage_plan(Throttle=throttle))

    responses = [api.client.get("/prod/", headers={"x-api-key": "the-key"}) for _ in range(3)]

    assert [one.status_code for one in responses] == [200, 200, 200]


def test_usage_plan_throttles_a_method_of_a_stage(start_api: StartApi) -> None:
    """AWS CloudFormation Template Reference, "AWS::ApiGateway::UsagePlan ApiStage"."""
    get = {"get": proxy(security=[{"api_key": []}])}
    throttle = {one: {"RateLimit": 0.001, "BurstLimit": 1} for one in ("//GET", "/slow/GET", "/fast/POST")}
    stage = {"ApiId": API_ID, "Stage": "prod", "Throttle": throttle}
    api = start_api(
        body_of({"/": get, "/slow": get, "/fast": get}, **KEY_SCHEME), None, usage_plan(ApiStages=[stage])
    )

    def statuses(path: str) -> list[int]:
        return [api.client.get(path, headers={"x-api-key": "the-key"}).status_code for _ in range(2)]

    assert [statuses(f"/prod{path}") for path in ("/", "/slow", "/fast")] == [
        [200, 429],
        [200, 429],
        [200, 200],
    ]


def test_usage_plan_limits_the_number_of_requests(start_api: StartApi) -> None:
    api = start_api(NEEDS_KEY, None, usage_plan(Quota={"Limit": 1, "Period": "MONTH"}))

    responses = [api.client.get("/prod/", headers={"x-api-key": "the-key"}) for _ in range(2)]

    assert [(one.status_code, one.text) for one in responses] == [
        (200, "done"),
        (429, '{"message":"Limit Exceeded"}'),
    ]


@pytest.mark.parametrize("path", ["/slow", "/~1slow"])
def test_stage_throttles_a_method(start_api: StartApi, path: str) -> None:
    settings = [
        {
            "HttpMethod": "GET",
            "ResourcePath": path,
            "ThrottlingRateLimit": 0.001,
            "ThrottlingBurstLimit": 1,
        }
    ]
    api = start_api(
        body_of({"/slow": {"get": proxy()}, "/fast": {"get": proxy()}}), stage={"MethodSettings": settings}
    )

    assert [api.client.get("/prod/slow").status_code for _ in range(2)] == [200, 429]
    assert [api.client.get("/prod/fast").status_code for _ in range(2)] == [200, 200]

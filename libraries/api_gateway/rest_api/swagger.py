"""REST APIs that a template describes by a Swagger or OpenAPI document with Amazon API Gateway's extensions."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jsonschema_rs import Draft4Validator

from api_gateway.authorizers.definition import AuthorizerDefinition
from api_gateway.function_uri import function_of
from api_gateway.openapi_methods import ANY_METHOD, METHODS
from api_gateway.rest_api.definition import (
    ANY,
    INTEGRATION_TIMEOUT_SECONDS,
    FunctionIntegration,
    GatewayResponseDefinition,
    Integration,
    Method,
    MockIntegration,
    MockResponse,
    UnimitatedIntegration,
)
from application_template.scalars import is_true

PLACES = {"query": "querystring", "header": "header", "path": "path"}
HEADER_EXPRESSIONS = ("method.response.header.", "gatewayresponse.header.")
AUTHORIZER_MEMBERS = {"x-amazon-apigateway-authtype", "x-amazon-apigateway-authorizer"}
DEFAULT_CACHE_SECONDS = 300
"""Amazon API Gateway Developer Guide, "x-amazon-apigateway-authorizer object"."""


@dataclass(frozen=True, slots=True)
class Validation:
    """What a request validator checks."""

    parameters: bool
    body: bool


def methods_of(document: Mapping[str, Any]) -> Iterator[Method]:
    """Return the methods that a document describes."""
    for path, item in document.get("paths", {}).items():
        for name in METHODS:
            if name in item:
                yield _method(document, path, name, item[name], item.get("parameters", ()))


def _method(
    document: Mapping[str, Any], path: str, name: str, operation: Mapping[str, Any], shared: Sequence[Any]
) -> Method:
    security = [
        entry for one in operation.get("security", document.get("security", ())) for entry in one.items()
    ]
    schemes = _security_schemes(document)
    authorizer = next((entry for entry in security if AUTHORIZER_MEMBERS & _of(schemes, entry).keys()), None)
    auth_type = _of(schemes, authorizer).get("x-amazon-apigateway-authtype") if authorizer else None
    validation = _validation(document, operation)
    parameters = [_resolved(document, parameter) for parameter in (*shared, *operation.get("parameters", ()))]
    return Method(
        path=path,
        http_method=ANY if name == ANY_METHOD else name.upper(),
        integration=_integration(operation.get("x-amazon-apigateway-integration", {})),
        authorizer=authorizer[0] if authorizer and auth_type != "awsSigv4" else None,
        scopes=tuple(authorizer[1]) if authorizer else (),
        needs_api_key=any(_is_api_key(_of(schemes, entry)) for entry in security),
        needs_signature=auth_type == "awsSigv4",
        required_parameters=tuple(_required(parameters)) if validation.parameters else (),
        body_models=_body_models(document, operation, parameters) if validation.body else {},
    )


def _security_schemes(document: Mapping[str, Any]) -> Mapping[str, Any]:
    schemes: Mapping[str, Any] = document.get("securityDefinitions") or document.get("components", {}).get(
        "securitySchemes", {}
    )
    return schemes


def _of(schemes: Mapping[str, Any], entry: tuple[str, Any]) -> Mapping[str, Any]:
    scheme: Mapping[str, Any] = schemes.get(entry[0], {})
    return scheme


def _is_api_key(scheme: Mapping[str, Any]) -> bool:
    is_key = scheme.get("type") == "apiKey" and scheme.get("name", "").lower() == "x-api-key"
    return is_key and not AUTHORIZER_MEMBERS & scheme.keys()


def _validation(document: Mapping[str, Any], operation: Mapping[str, Any]) -> Validation:
    name = operation.get(
        "x-amazon-apigateway-request-validator", document.get("x-amazon-apigateway-request-validator")
    )
    validators = document.get("x-amazon-apigateway-request-validators", {})
    validator = validators.get(name, {})
    return Validation(
        is_true(validator.get("validateRequestParameters")), is_true(validator.get("validateRequestBody"))
    )


def _resolved(document: Mapping[str, Any], parameter: Mapping[str, Any]) -> Mapping[str, Any]:
    if "$ref" not in parameter:
        return parameter
    found: Any = document
    for part in parameter["$ref"].removeprefix("#/").split("/"):
        found = found[part]
    resolved: Mapping[str, Any] = found
    return resolved


def _required(parameters: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for parameter in parameters:
        if parameter["in"] in PLACES and is_true(parameter.get("required")):
            yield f"method.request.{PLACES[parameter['in']]}.{parameter['name']}"


def _body_models(
    document: Mapping[str, Any], operation: Mapping[str, Any], parameters: Sequence[Mapping[str, Any]]
) -> dict[str, Draft4Validator]:
    """Return what bodies are checked with; each schema has the definitions that it may refer to."""
    definitions = {name: document[name] for name in ("definitions", "components") if name in document}
    content = operation.get("requestBody", {}).get("content", {})
    schemas = {media_type: entry["schema"] for media_type, entry in content.items() if "schema" in entry}
    schemas |= {
        media_type: parameter["schema"]
        for parameter in parameters
        if parameter["in"] == "body"
        for media_type in operation.get("consumes", document.get("consumes", ["application/json"]))
    }
    return {
        media_type: Draft4Validator({**definitions, "allOf": [schema]})
        for media_type, schema in schemas.items()
    }


def _integration(integration: Mapping[str, Any]) -> Integration:
    kind = integration.get("type", "none").upper()
    if kind == "AWS_PROXY" and ":lambda:path" in integration.get("uri", ""):
        seconds = integration.get("timeoutInMillis", INTEGRATION_TIMEOUT_SECONDS * 1000) / 1000
        return FunctionIntegration(function_of(integration["uri"]), seconds)
    if kind == "MOCK":
        responses = [
            _mock_response(pattern, response)
            for pattern, response in integration.get("responses", {}).items()
        ]
        return MockIntegration(integration.get("requestTemplates", {}), responses)
    return UnimitatedIntegration(kind)


def _mock_response(pattern: str, response: Mapping[str, Any]) -> MockResponse:
    return MockResponse(
        status=int(response["statusCode"]),
        selection_pattern=None if pattern == "default" else pattern,
        headers=headers_of(response.get("responseParameters")),
        templates=response.get("responseTemplates") or {},
    )


def headers_of(parameters: Mapping[str, str] | None) -> dict[str, str]:
    """Return the headers that parameters such as `method.response.header.Location` set."""
    return {
        name.removeprefix(start): value
        for name, value in (parameters or {}).items()
        for start in HEADER_EXPRESSIONS
        if name.startswith(start)
    }


def gateway_responses_of(document: Mapping[str, Any]) -> dict[str, GatewayResponseDefinition]:
    """Return the gateway responses that a document changes, by type."""
    return {
        kind: GatewayResponseDefinition(
            int(response["statusCode"]) if response.get("statusCode") else None,
            headers_of(response.get("responseParameters")),
            response.get("responseTemplates") or {},
        )
        for kind, response in document.get("x-amazon-apigateway-gateway-responses", {}).items()
    }


def authorizers_of(document: Mapping[str, Any]) -> dict[str, AuthorizerDefinition]:
    """Return the authorizers that a document describes, by name."""
    return {
        name: _authorizer(name, scheme)
        for name, scheme in _security_schemes(document).items()
        if "x-amazon-apigateway-authorizer" in scheme
    }


def _authorizer(name: str, scheme: Mapping[str, Any]) -> AuthorizerDefinition:
    described = scheme["x-amazon-apigateway-authorizer"]
    header = f"method.request.header.{scheme.get('name', 'Authorization')}"
    if described["type"].lower() == "cognito_user_pools":
        return AuthorizerDefinition(
            name=name,
            kind="cognito",
            identity_sources=(header,),
            validation_expression=described.get("identityValidationExpression"),
            provider_arns=tuple(described["providerARNs"]),
        )
    is_request = described["type"].lower() == "request"
    return AuthorizerDefinition(
        name=name,
        kind="request" if is_request else "token",
        identity_sources=sources_of(described.get("identitySource")) if is_request else (header,),
        validation_expression=described.get("identityValidationExpression"),
        cache_seconds=int(described.get("authorizerResultTtlInSeconds", DEFAULT_CACHE_SECONDS)),
        function=function_of(described["authorizerUri"]),
    )


def sources_of(identity_source: str | None) -> tuple[str, ...]:
    """Return the mapping expressions of an identity source, which are separated by commas."""
    return tuple(source.strip() for source in (identity_source or "").split(",") if source.strip())

"""REST APIs as the resources of a CloudFormation template."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from jsonschema_rs import Draft4Validator

from api_gateway.authorizers.definition import AuthorizerDefinition, AuthorizerKind
from api_gateway.function_uri import function_of
from api_gateway.rest_api import swagger
from api_gateway.rest_api.definition import (
    INTEGRATION_TIMEOUT_SECONDS,
    FunctionIntegration,
    GatewayResponseDefinition,
    Integration,
    Method,
    MockIntegration,
    MockResponse,
    RestApiDefinition,
    UnimitatedIntegration,
)
from api_gateway.template_resources import resources_of
from application_template.application import CreatedResource
from application_template.scalars import is_true

AUTHORIZER_KINDS: Mapping[str, AuthorizerKind] = {
    "COGNITO_USER_POOLS": "cognito",
    "TOKEN": "token",
    "REQUEST": "request",
}
MODEL_URL = "https://apigateway.amazonaws.com/restapis/"


def read_rest_api(api: CreatedResource, resources: Sequence[CreatedResource]) -> RestApiDefinition:
    """Return the REST API that a template describes.

    Args:
        api: The resource `AWS::ApiGateway::RestApi`.
        resources: All resources of the template.
    """
    return _Reader(api, resources).read()


class _Reader:
    """Reads one REST API from its `Body` and from the resources that refer to it."""

    def __init__(self, api: CreatedResource, resources: Sequence[CreatedResource]) -> None:
        self._api = api
        self._resources = resources
        self._document: Mapping[str, Any] = api.properties.get("Body") or {}
        self._paths = self._resource_paths()

    def read(self) -> RestApiDefinition:
        properties = self._api.properties
        authorizers = {one.name: one for one in map(_authorizer, self._own("AWS::ApiGateway::Authorizer"))}
        return RestApiDefinition(
            api_id=self._api.physical_id,
            methods=[*swagger.methods_of(self._document), *self._methods()],
            stages=self._stages(),
            authorizers={**swagger.authorizers_of(self._document), **authorizers},
            binary_media_types=self._binary_media_types(),
            gateway_responses={**swagger.gateway_responses_of(self._document), **self._gateway_responses()},
            api_key_source=properties.get("ApiKeySourceType", "HEADER"),
            has_policy=bool(properties.get("Policy") or self._document.get("x-amazon-apigateway-policy")),
        )

    def _own(self, type_: str) -> Iterator[CreatedResource]:
        return resources_of(self._resources, type_, RestApiId=self._api.physical_id)

    def _binary_media_types(self) -> tuple[str, ...]:
        stated = [
            *self._api.properties.get("BinaryMediaTypes", ()),
            *self._document.get("x-amazon-apigateway-binary-media-types", ()),
        ]
        return tuple(dict.fromkeys(media_type.replace("~1", "/") for media_type in stated))

    def _stages(self) -> dict[str, Mapping[str, str]]:
        deployments = self._own("AWS::ApiGateway::Deployment")
        stages = {
            one.properties["StageName"]: (one.properties.get("StageDescription") or {}).get("Variables") or {}
            for one in deployments
            if one.properties.get("StageName")
        }
        return stages | {
            one.properties.get("StageName", one.physical_id): one.properties.get("Variables") or {}
            for one in self._own("AWS::ApiGateway::Stage")
        }

    def _resource_paths(self) -> dict[str, str]:
        """Return the path of each resource, by its physical id."""
        described = {one.physical_id: one.properties for one in self._own("AWS::ApiGateway::Resource")}

        def path_of(resource_id: str) -> str:
            if resource_id not in described:
                return ""
            properties = described[resource_id]
            return f"{path_of(properties['ParentId'])}/{properties['PathPart']}"

        return {resource_id: path_of(resource_id) for resource_id in described}

    def _methods(self) -> Iterator[Method]:
        for resource in self._own("AWS::ApiGateway::Method"):
            properties = resource.properties
            validator = self._validator(properties.get("RequestValidatorId"))
            kind = properties.get("AuthorizationType", "NONE")
            yield Method(
                path=self._paths.get(properties["ResourceId"], "/"),
                http_method=properties["HttpMethod"],
                integration=_integration(properties.get("Integration") or {}),
                authorizer=self._authorizer_name(properties.get("AuthorizerId")),
                scopes=tuple(properties.get("AuthorizationScopes") or ()),
                needs_api_key=is_true(properties.get("ApiKeyRequired")),
                needs_signature=kind == "AWS_IAM",
                required_parameters=_required(properties) if validator.parameters else (),
                body_models=self._body_models(properties) if validator.body else {},
            )

    def _validator(self, validator_id: str | None) -> swagger.Validation:
        for one in self._own("AWS::ApiGateway::RequestValidator"):
            if one.physical_id == validator_id:
                return swagger.Validation(
                    is_true(one.properties.get("ValidateRequestParameters")),
                    is_true(one.properties.get("ValidateRequestBody")),
                )
        return swagger.Validation(parameters=False, body=False)

    def _authorizer_name(self, authorizer_id: str | None) -> str | None:
        return next(
            (
                one.properties["Name"]
                for one in self._own("AWS::ApiGateway::Authorizer")
                if one.physical_id == authorizer_id
            ),
            None,
        )

    def _body_models(self, properties: Mapping[str, Any]) -> dict[str, Draft4Validator]:
        models = {
            one.physical_id: one.properties.get("Schema") or {} for one in self._own("AWS::ApiGateway::Model")
        }
        definitions = {name: _local_references(schema) for name, schema in models.items()}
        return {
            media_type: Draft4Validator(
                {"definitions": definitions, "allOf": [{"$ref": f"#/definitions/{name}"}]}
            )
            for media_type, name in (properties.get("RequestModels") or {}).items()
            if name in definitions
        }

    def _gateway_responses(self) -> dict[str, GatewayResponseDefinition]:
        return {
            one.properties["ResponseType"]: GatewayResponseDefinition(
                int(one.properties["StatusCode"]) if one.properties.get("StatusCode") else None,
                swagger.headers_of(one.properties.get("ResponseParameters")),
                one.properties.get("ResponseTemplates") or {},
            )
            for one in self._own("AWS::ApiGateway::GatewayResponse")
        }


def _required(properties: Mapping[str, Any]) -> tuple[str, ...]:
    parameters = properties.get("RequestParameters") or {}
    return tuple(name for name, is_required in parameters.items() if is_true(is_required))


def _local_references(schema: Any) -> Any:
    """Let a schema refer to other models by `#/definitions/`, instead of by their URLs in API Gateway."""
    if isinstance(schema, list):
        return [_local_references(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        name: f"#/definitions/{value.rpartition('/')[2]}"
        if name == "$ref" and isinstance(value, str) and value.startswith(MODEL_URL)
        else _local_references(value)
        for name, value in schema.items()
    }


def _integration(described: Mapping[str, Any]) -> Integration:
    kind = described.get("Type", "none")
    if kind == "AWS_PROXY" and ":lambda:path" in described.get("Uri", ""):
        seconds = int(described.get("TimeoutInMillis", INTEGRATION_TIMEOUT_SECONDS * 1000)) / 1000
        return FunctionIntegration(function_of(described["Uri"]), seconds)
    if kind == "MOCK":
        responses = [_mock_response(response) for response in described.get("IntegrationResponses") or ()]
        return MockIntegration(described.get("RequestTemplates") or {}, responses)
    return UnimitatedIntegration(kind)


def _mock_response(described: Mapping[str, Any]) -> MockResponse:
    return MockResponse(
        status=int(described["StatusCode"]),
        selection_pattern=described.get("SelectionPattern") or None,
        headers=swagger.headers_of(described.get("ResponseParameters")),
        templates=described.get("ResponseTemplates") or {},
    )


def _authorizer(resource: CreatedResource) -> AuthorizerDefinition:
    properties = resource.properties
    return AuthorizerDefinition(
        name=properties["Name"],
        kind=AUTHORIZER_KINDS[properties["Type"]],
        identity_sources=swagger.sources_of(properties.get("IdentitySource")),
        validation_expression=properties.get("IdentityValidationExpression"),
        cache_seconds=int(properties.get("AuthorizerResultTtlInSeconds", swagger.DEFAULT_CACHE_SECONDS)),
        function=function_of(properties.get("AuthorizerUri", "")),
        provider_arns=tuple(properties.get("ProviderARNs") or ()),
    )

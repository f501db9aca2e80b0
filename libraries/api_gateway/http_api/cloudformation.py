"""HTTP APIs as the resources of a CloudFormation template."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from api_gateway.authorizers.definition import AuthorizerDefinition
from api_gateway.function_uri import function_of
from api_gateway.http_api import openapi
from api_gateway.http_api.definition import (
    ALL_ROUTES,
    DEFAULT_ROUTE,
    DEFAULT_STAGE,
    INTEGRATION_TIMEOUT_SECONDS,
    CorsConfiguration,
    HttpApiDefinition,
    HttpRoute,
    RouteIntegration,
)
from api_gateway.template_resources import resources_of
from api_gateway.token_bucket import DEFAULT_BURST
from application_template.application import CreatedResource
from application_template.errors import TemplateError
from application_template.scalars import is_true


def read_http_api(api: CreatedResource, resources: Sequence[CreatedResource]) -> HttpApiDefinition:
    """Return the HTTP API that a template describes.

    Args:
        api: The resource `AWS::ApiGatewayV2::Api`.
        resources: All resources of the template.

    Raises:
        TemplateError: A stage has settings for a route that the API does not have.
    """
    return _Reader(api, resources).read()


class _Reader:
    """Reads one HTTP API from its `Body` and from the resources that refer to it."""

    def __init__(self, api: CreatedResource, resources: Sequence[CreatedResource]) -> None:
        self._api = api
        self._resources = resources
        self._document: Mapping[str, Any] = api.properties.get("Body") or {}
        self._authorizers = list(self._own("AWS::ApiGatewayV2::Authorizer"))

    def read(self) -> HttpApiDefinition:
        stages = list(self._own("AWS::ApiGatewayV2::Stage"))
        routes = [*openapi.routes_of(self._document), *self._routes(), *self._quick_route()]
        for stage in stages:
            _require_known_routes(stage, routes)
        variables = {
            one.properties["StageName"]: one.properties.get("StageVariables") or {} for one in stages
        }
        authorizers = {one.name: one for one in map(_authorizer, self._authorizers)}
        return HttpApiDefinition(
            api_id=self._api.physical_id,
            routes=routes,
            stages=variables or {DEFAULT_STAGE: {}},
            throttles={key: limits for stage in stages for key, limits in _throttles(stage.properties)},
            authorizers={**openapi.authorizers_of(self._document), **authorizers},
            cors=self._cors(),
        )

    def _own(self, type_: str) -> Iterator[CreatedResource]:
        return resources_of(self._resources, type_, ApiId=self._api.physical_id)

    def _cors(self) -> CorsConfiguration | None:
        described = self._api.properties.get("CorsConfiguration")
        return openapi.cors_of(self._document) if described is None else openapi.read_cors(described)

    def _routes(self) -> Iterator[HttpRoute]:
        integrations = {
            f"integrations/{one.physical_id}": _integration(one.properties)
            for one in self._own("AWS::ApiGatewayV2::Integration")
        }
        names = {one.physical_id: one.properties["Name"] for one in self._authorizers}
        for one in self._own("AWS::ApiGatewayV2::Route"):
            properties = one.properties
            yield HttpRoute(
                key=properties["RouteKey"],
                integration=integrations.get(properties.get("Target", ""), RouteIntegration("none")),
                authorizer=names.get(properties.get("AuthorizerId", "")),
                scopes=tuple(properties.get("AuthorizationScopes") or ()),
                needs_signature=properties.get("AuthorizationType") == "AWS_IAM",
            )

    def _quick_route(self) -> Iterator[HttpRoute]:
        """Return the route of an API that names its function itself ("quick create")."""
        target = self._api.properties.get("Target")
        if target:
            integration = RouteIntegration("AWS_PROXY", function_of(target))
            yield HttpRoute(key=self._api.properties.get("RouteKey", DEFAULT_ROUTE), integration=integration)


def _require_known_routes(stage: CreatedResource, routes: Sequence[HttpRoute]) -> None:
    """Require that a stage has settings for routes of its API alone, as CreateStage does."""
    known = [route.key for route in routes]
    for key in stage.properties.get("RouteSettings") or {}:
        if key not in known:
            raise TemplateError(
                f"Resources/{stage.logical_id}: RouteSettings: expected the key of a route"
                f" ({', '.join(known) or 'the API has none'}), got {key!r}"
            )


def _throttles(stage: Mapping[str, Any]) -> Iterator[tuple[tuple[str, str], tuple[float, int]]]:
    """Yield the limits of a stage: those of single routes, and those of all others."""
    routes = {ALL_ROUTES: stage.get("DefaultRouteSettings"), **(stage.get("RouteSettings") or {})}
    for key, settings in routes.items():
        if settings and "ThrottlingRateLimit" in settings:
            burst = settings.get("ThrottlingBurstLimit", DEFAULT_BURST)
            yield (stage["StageName"], key), (float(settings["ThrottlingRateLimit"]), int(burst))


def _integration(properties: Mapping[str, Any]) -> RouteIntegration:
    uri = properties.get("IntegrationUri", "")
    return RouteIntegration(
        properties["IntegrationType"],
        function_of(uri) if ":lambda:" in uri else "",
        str(properties.get("PayloadFormatVersion", "1.0")),
        int(properties.get("TimeoutInMillis", INTEGRATION_TIMEOUT_SECONDS * 1000)) / 1000,
        maps_parameters=bool(properties.get("RequestParameters") or properties.get("ResponseParameters")),
    )


def _authorizer(resource: CreatedResource) -> AuthorizerDefinition:
    properties = resource.properties
    configuration = properties.get("JwtConfiguration") or {}
    return AuthorizerDefinition(
        name=properties["Name"],
        kind="jwt" if properties["AuthorizerType"] == "JWT" else "request",
        identity_sources=tuple(properties.get("IdentitySource") or ()),
        cache_seconds=int(properties.get("AuthorizerResultTtlInSeconds") or 0),
        function=function_of(properties.get("AuthorizerUri", "")),
        issuer=configuration.get("Issuer", ""),
        audiences=tuple(configuration.get("Audience") or ()),
        payload_format=str(properties.get("AuthorizerPayloadFormatVersion", "1.0")),
        has_simple_responses=is_true(properties.get("EnableSimpleResponses")),
    )

"""HTTP APIs that a template describes by an OpenAPI document with Amazon API Gateway's extensions."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from api_gateway.authorizers.definition import AuthorizerDefinition
from api_gateway.function_uri import function_of
from api_gateway.http_api.definition import (
    DEFAULT_ROUTE,
    INTEGRATION_TIMEOUT_SECONDS,
    CorsConfiguration,
    HttpRoute,
    RouteIntegration,
)
from api_gateway.openapi_methods import ANY_METHOD, METHODS
from application_template.scalars import is_true


def routes_of(document: Mapping[str, Any]) -> Iterator[HttpRoute]:
    """Return the routes that a document describes."""
    schemes = _security_schemes(document)
    for path, item in document.get("paths", {}).items():
        for name in METHODS:
            if name in item:
                yield _route(_key(path, name), item[name], schemes, document.get("security", ()))


def _key(path: str, name: str) -> str:
    if path in (DEFAULT_ROUTE, f"/{DEFAULT_ROUTE}"):
        return DEFAULT_ROUTE
    return f"{'ANY' if name == ANY_METHOD else name.upper()} {path}"


def _route(
    key: str, operation: Mapping[str, Any], schemes: Mapping[str, Any], default_security: Sequence[Any]
) -> HttpRoute:
    security = [entry for one in operation.get("security", default_security) for entry in one.items()]
    known = [(name, scopes) for name, scopes in security if _is_authorizer(schemes.get(name, {}))]
    authorizer, scopes = known[0] if known else (None, ())
    return HttpRoute(
        key=key,
        integration=_integration(operation.get("x-amazon-apigateway-integration", {})),
        authorizer=authorizer,
        scopes=tuple(scopes),
        needs_signature=any(
            schemes.get(name, {}).get("x-amazon-apigateway-authtype") == "awsSigv4" for name, _ in security
        ),
    )


def _is_authorizer(scheme: Mapping[str, Any]) -> bool:
    return "x-amazon-apigateway-authorizer" in scheme


def _integration(described: Mapping[str, Any]) -> RouteIntegration:
    kind = described.get("type", "none").upper()
    uri = described.get("uri", "")
    return RouteIntegration(
        kind,
        function_of(uri) if ":lambda:" in uri else "",
        str(described.get("payloadFormatVersion", "2.0")),
        described.get("timeoutInMillis", INTEGRATION_TIMEOUT_SECONDS * 1000) / 1000,
        maps_parameters=bool(described.get("requestParameters") or described.get("responseParameters")),
    )


def cors_of(document: Mapping[str, Any]) -> CorsConfiguration | None:
    """Return the configuration of cross-origin requests that a document has, if any."""
    described = document.get("x-amazon-apigateway-cors")
    return None if described is None else read_cors(described)


def read_cors(described: Mapping[str, Any]) -> CorsConfiguration:
    """Return a configuration of cross-origin requests, from an OpenAPI document or from a resource."""
    members = {name[0].lower() + name[1:]: value for name, value in described.items()}
    return CorsConfiguration(
        origins=tuple(members.get("allowOrigins") or ()),
        methods=tuple(members.get("allowMethods") or ()),
        headers=tuple(members.get("allowHeaders") or ()),
        exposed_headers=tuple(members.get("exposeHeaders") or ()),
        max_age=int(members["maxAge"]) if members.get("maxAge") is not None else None,
        allows_credentials=is_true(members.get("allowCredentials")),
    )


def _security_schemes(document: Mapping[str, Any]) -> Mapping[str, Any]:
    schemes: Mapping[str, Any] = document.get("components", {}).get("securitySchemes", {})
    return schemes


def authorizers_of(document: Mapping[str, Any]) -> dict[str, AuthorizerDefinition]:
    """Return the authorizers that a document describes, by name."""
    return {
        name: _authorizer(name, scheme["x-amazon-apigateway-authorizer"])
        for name, scheme in _security_schemes(document).items()
        if _is_authorizer(scheme)
    }


def _authorizer(name: str, described: Mapping[str, Any]) -> AuthorizerDefinition:
    sources = described.get("identitySource") or ()
    configuration = described.get("jwtConfiguration") or {}
    audience = configuration.get("audience") or ()
    return AuthorizerDefinition(
        name=name,
        kind="jwt" if described["type"].lower() == "jwt" else "request",
        identity_sources=tuple(sources.split(",") if isinstance(sources, str) else sources),
        cache_seconds=int(described.get("authorizerResultTtlInSeconds") or 0),
        function=function_of(described.get("authorizerUri", "")),
        issuer=configuration.get("issuer", ""),
        audiences=(audience,) if isinstance(audience, str) else tuple(audience),
        payload_format=str(described.get("authorizerPayloadFormatVersion", "2.0")),
        has_simple_responses=is_true(described.get("enableSimpleResponses")),
    )

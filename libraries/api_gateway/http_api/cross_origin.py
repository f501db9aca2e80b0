"""Cross-origin requests (Amazon API Gateway Developer Guide, "Configure CORS for HTTP APIs in API Gateway")."""

from api_gateway.http_api.definition import CorsConfiguration
from api_gateway.received_request import ReceivedRequest
from loopback_server.response import Response

CORS_PREFIX = "access-control-"


def is_preflight(request: ReceivedRequest) -> bool:
    """Return whether a browser asks what a page may send."""
    return (
        request.method == "OPTIONS"
        and request.header("Origin") is not None
        and request.header("Access-Control-Request-Method") is not None
    )


def preflight_response(cors: CorsConfiguration, request: ReceivedRequest) -> Response:
    """Return the answer to a preflight request."""
    headers = _origin_headers(cors, request)
    if headers:
        headers += _listed("Access-Control-Allow-Methods", cors.methods)
        headers += _listed("Access-Control-Allow-Headers", cors.headers)
        headers += [("Access-Control-Max-Age", str(cors.max_age))] if cors.max_age is not None else []
    return Response(204, tuple(headers))


def with_cors(response: Response, cors: CorsConfiguration, request: ReceivedRequest) -> Response:
    """Return a response with the configured headers in place of those that a function has set."""
    kept = [(name, value) for name, value in response.headers if not name.lower().startswith(CORS_PREFIX)]
    return Response(response.status, (*kept, *_origin_headers(cors, request)), response.body)


def _origin_headers(cors: CorsConfiguration, request: ReceivedRequest) -> list[tuple[str, str]]:
    origin = request.header("Origin")
    if origin is None or not _is_allowed(cors, origin):
        return []
    is_any_origin = "*" in cors.origins
    return [
        ("Access-Control-Allow-Origin", "*" if is_any_origin else origin),
        *([("Access-Control-Allow-Credentials", "true")] if cors.allows_credentials else []),
        *_listed("Access-Control-Expose-Headers", cors.exposed_headers),
    ]


def _is_allowed(cors: CorsConfiguration, origin: str) -> bool:
    scheme = origin.partition("://")[0]
    return any(allowed in ("*", origin, f"{scheme}://*") for allowed in cors.origins)


def _listed(name: str, values: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(name, ",".join(values))] if values else []

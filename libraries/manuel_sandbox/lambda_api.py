"""The function behind the API: all operations in one, so that they share circuit breakers and the cache of answers.

An API Gateway REST API authenticates the sender and finds the resource. What Manuel adds to each response at its gateway is added
here: security headers, CORS, and the limit by address.
"""

import base64
import json
from collections.abc import Mapping
from typing import Any

from api_gateway.configuration import GatewayConfiguration
from api_gateway.routes import GatewayOperation
from api_gateway.runtime import Handler
from loopback_server.response import Response
from manuel_sandbox.gateway import TOKEN_SCHEME

OPERATIONS = {
    "GET /health": "getHealth",
    "GET /health/deep": "getDeepHealth",
    "GET /health/circuit-breakers": "listCircuitBreakers",
    "POST /health/circuit-breakers/{service}/reset": "resetCircuitBreaker",
    "GET /version": "getVersion",
    "GET /version/compatibility": "getVersionCompatibility",
    "GET /version/changelog": "getChangelog",
    "POST /api/transcribe": "transcribe",
    "POST /api/query": "query",
    "GET /api/user/usage": "getUsage",
    "GET /api/user/quota": "getQuota",
    "GET /api/manuals": "listManuals",
    "POST /api/manuals/upload": "uploadManual",
    "POST /api/manuals/download": "downloadManual",
    "GET /api/manuals/{id}": "getManual",
    "DELETE /api/manuals/{id}": "deleteManual",
    "GET /api/ingestion/status": "getIngestionStatus",
    "GET /api/ingestion/job/{jobId}": "getIngestionJob",
    "GET /api/ingestion/files": "listIngestionFiles",
}
"""The operation ids of the contract, by method and path."""
PUBLIC = frozenset(("getHealth", "getDeepHealth", "getVersion", "getVersionCompatibility", "getChangelog"))
LIMITED_BY_ADDRESS = frozenset(("getDeepHealth", "getVersion", "getVersionCompatibility", "getChangelog"))
PREFLIGHT = "OPTIONS"
UNAUTHORIZED, FORBIDDEN, CONTENT_TOO_LARGE, TOO_MANY_REQUESTS = 401, 403, 413, 429


class LambdaApi:
    """A Lambda function for a REST API with proxy integrations.

    Args:
        handlers: The operations by their ids.
        configuration: What Manuel chooses for itself at its gateway.
    """

    def __init__(self, handlers: Mapping[str, Handler], configuration: GatewayConfiguration) -> None:
        self._handlers = handlers
        self._configuration = configuration

    def __call__(self, event: dict[str, Any], context: Any) -> dict[str, Any]:
        """Answer one request, as Lambda calls it."""
        origin = {name.lower(): value for name, value in (event.get("headers") or {}).items()}.get("origin")
        result = self._answer(event, context, origin)
        own = dict(self._configuration.response_headers)
        cors = dict(self._configuration.cors.answer_headers(origin)) if self._configuration.cors else {}
        return {**result, "headers": {**result.get("headers", {}), **own, **cors}}

    def _answer(self, event: dict[str, Any], context: Any, origin: str | None) -> dict[str, Any]:
        method, path = event["httpMethod"], event["resource"]
        sent = event["requestContext"]["path"]
        if sent.endswith("/") or "//" in sent:  # to which a REST API pays no attention
            return _message(FORBIDDEN, "Missing Authentication Token", {})
        if method == PREFLIGHT and self._configuration.cors:
            return _as_result(self._configuration.cors.preflight(origin, _methods_of(path)))
        if _body_bytes(event) > self._configuration.body_limit_bytes:
            return _message(CONTENT_TOO_LARGE, "Request Too Long", {})
        name = OPERATIONS[f"{method} {path}"]
        wait = self._seconds_to_wait(
            GatewayOperation(name, method, path, secured=False, extensions=_limit(name)),
            event["requestContext"]["identity"]["sourceIp"],
        )
        if wait:
            return _message(TOO_MANY_REQUESTS, "Too Many Requests", {"Retry-After": str(wait)})
        if name not in PUBLIC and not _is_signed_in(event):
            return _message(UNAUTHORIZED, "Unauthorized", {})
        result: dict[str, Any] = self._handlers[name](event, context)
        return result

    def _seconds_to_wait(self, operation: GatewayOperation, address: str) -> int:
        throttle = self._configuration.throttle
        return throttle.seconds_to_wait(operation, address) if throttle else 0


def _body_bytes(event: Mapping[str, Any]) -> int:
    body = event.get("body") or ""
    return len(base64.b64decode(body) if event.get("isBase64Encoded") else body.encode())


def _limit(name: str) -> dict[str, str]:
    return {"x-rate-limit": "address"} if name in LIMITED_BY_ADDRESS else {}


def _methods_of(path: str) -> list[str]:
    methods = [method for method, known in map(str.split, OPERATIONS) if known == path]
    return [*methods, PREFLIGHT]


def _as_result(response: Response) -> dict[str, Any]:
    return {"statusCode": int(response.status), "headers": dict(response.headers), "body": ""}


def _message(status: int, message: str, headers: Mapping[str, str]) -> dict[str, Any]:
    """Return a response in the form of the gateway's own."""
    return {
        "statusCode": status,
        "headers": {"Content-Type": "application/json", **headers},
        "body": json.dumps({"message": message}),
    }


def _is_signed_in(event: Mapping[str, Any]) -> bool:
    """Return whether a request has what a user pool authorizer does not ask for: the scheme of the token, and its subject."""
    headers = {name.lower(): value for name, value in (event.get("headers") or {}).items()}
    claims = (event["requestContext"].get("authorizer") or {}).get("claims", {})
    scheme, _, _ = headers.get("authorization", "").partition(" ")
    return scheme.lower() == TOKEN_SCHEME.lower() and bool(claims.get("sub", "").strip())

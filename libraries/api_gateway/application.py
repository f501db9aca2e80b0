"""The gateway, a WSGI application."""

import logging
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import replace
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Protocol

from api_gateway import messages
from api_gateway.authorizer import UnauthorizedError
from api_gateway.configuration import GatewayConfiguration
from api_gateway.events import MalformedResultError, proxy_event, read_result
from api_gateway.messages import Request, gateway_response, read_request
from api_gateway.routes import GatewayOperation, Resource, Routes
from api_gateway.runtime import Handler, HandlerCrashError, HandlerTimeoutError, LambdaRuntime
from api_gateway.signing_keys import SigningKeysUnavailableError
from api_gateway.wsgi_request import read_body
from loopback_server.response import Response
from trace_ids import new_trace_id

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

logger = logging.getLogger(__name__)

MAXIMUM_HEADER_BYTES = 10_240
"""Amazon API Gateway quotas, "Total combined size of request line and header values"."""

OWN_HEADERS = {
    "connection",
    "content-length",
    "date",
    "keep-alive",
    "transfer-encoding",
    "upgrade",
    "x-amzn-requestid",
    "x-amzn-trace-id",
}
"""Headers that the gateway and its server set themselves, whatever a handler says."""

CORS_HEADERS = {
    "access-control-allow-origin",
    "access-control-allow-credentials",
    "access-control-expose-headers",
}


class Authorizer(Protocol):
    """Decides who has sent a request."""

    def authorize(self, authorization: str | None) -> dict[str, str]:
        """Return the claims of the sender.

        Raises:
            UnauthorizedError: The header `Authorization` does not prove who that is.
        """


class Gateway:
    """Routes requests to handlers as an Amazon API Gateway REST API does.

    Args:
        routes: The operations, from an OpenAPI document.
        handlers: Lambda-style functions by operation id.
        authorizer: Authenticates the requests to every operation that needs a token.
        runtime: Calls the handlers.
        configuration: What this API chooses for itself.

    Raises:
        ValueError: An operation has no handler.
    """

    def __init__(
        self,
        *,
        routes: Routes,
        handlers: Mapping[str, Handler],
        authorizer: Authorizer,
        runtime: LambdaRuntime,
        configuration: GatewayConfiguration,
    ) -> None:
        missing = [
            operation.operation_id
            for operation in routes.operations()
            if operation.operation_id not in handlers
        ]
        if missing:
            raise ValueError(f"there is no handler for {', '.join(missing)}")
        self._routes = routes
        self._handlers = handlers
        self._authorizer = authorizer
        self._runtime = runtime
        self._configuration = configuration
        self._own_headers = {
            *OWN_HEADERS,
            *(name.lower() for name, _ in configuration.response_headers),
            *(CORS_HEADERS if configuration.cors else ()),
        }

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer one request, as WSGI defines it."""
        request = read_request(environ, request_id=str(uuid.uuid4()), trace_id=new_trace_id())
        response = self._respond(request)
        headers = self._headers(
            response, request.headers.get("Origin"), request_id=request.request_id, trace_id=request.trace_id
        )
        return replace(response, headers=tuple(headers)).send(request.method, start_response)

    def error_response(self, status: HTTPStatus) -> Response:
        """Return the response with which a server rejects malformed HTTP, in the form of the gateway's own responses.

        Args:
            status: The status that the server has chosen.
        """
        response = messages.SERVER_ERRORS.get(status) or gateway_response(status, status.phrase)
        headers = self._headers(response, None, request_id=str(uuid.uuid4()), trace_id=new_trace_id())
        return replace(response, headers=tuple(headers))

    def close(self) -> None:
        """Let the threads of the handlers end."""
        self._runtime.close()

    def _headers(
        self, response: Response, origin: str | None, *, request_id: str, trace_id: str
    ) -> list[tuple[str, str]]:
        return [
            *(header for header in response.headers if header[0].lower() not in self._own_headers),
            *self._configuration.response_headers,
            *(self._configuration.cors.answer_headers(origin) if self._configuration.cors else ()),
            ("x-amzn-RequestId", request_id),
            ("X-Amzn-Trace-Id", trace_id),
        ]

    def _respond(self, request: Request) -> Response:
        if request.header_bytes > MAXIMUM_HEADER_BYTES:
            return messages.HEADERS_TOO_LARGE
        found = self._find(request.path)
        if found is None:
            return messages.MISSING_AUTHENTICATION_TOKEN
        resource, path_parameters = found
        if request.method == "OPTIONS" and self._configuration.cors:
            return self._configuration.cors.preflight(request.headers.get("Origin"), resource.methods)
        operation = resource.operations.get(request.method)
        if operation is None:
            return messages.MISSING_AUTHENTICATION_TOKEN
        return self._integrate(request, operation, path_parameters)

    def _find(self, path: str) -> tuple[Resource, dict[str, str]] | None:
        base_path = self._configuration.base_path
        return self._routes.find(path[len(base_path) :]) if path.startswith(base_path) else None

    def _integrate(
        self, request: Request, operation: GatewayOperation, path_parameters: Mapping[str, str]
    ) -> Response:
        body = read_body(request.environ, self._configuration.body_limit_bytes)
        if body is None:
            return messages.REQUEST_TOO_LARGE
        try:
            claims = self._claims(request, operation)
        except UnauthorizedError as error:
            logger.debug("The request is unauthorized: %s", error, extra={"request_id": request.request_id})
            return messages.UNAUTHORIZED
        except SigningKeysUnavailableError:
            logger.exception(
                "The keys of the user pool can't be fetched", extra={"request_id": request.request_id}
            )
            return self._configuration.authorizer_failure
        throttle = self._configuration.throttle
        if throttle and (wait := throttle.seconds_to_wait(operation, request.source_ip)):
            return gateway_response(HTTPStatus.TOO_MANY_REQUESTS, "Too Many Requests", retry_after=wait)
        event = proxy_event(
            request,
            resource=operation.path,
            path_parameters=path_parameters,
            body=body,
            claims=claims,
            stage=self._configuration.stage,
        )
        return self._invoke(operation.operation_id, event, request.request_id)

    def _claims(self, request: Request, operation: GatewayOperation) -> dict[str, str] | None:
        if not operation.secured:
            return None
        return self._authorizer.authorize(request.headers.get("Authorization"))

    def _invoke(self, operation_id: str, event: dict[str, Any], request_id: str) -> Response:
        handler = self._handlers[operation_id]
        try:
            return read_result(self._runtime.call(operation_id, handler, event, request_id=request_id))
        except HandlerTimeoutError:
            return messages.INTEGRATION_TIMEOUT
        except HandlerCrashError:
            return messages.INTEGRATION_FAILURE
        except MalformedResultError:
            logger.exception(
                "%s returned no valid proxy response", operation_id, extra={"request_id": request_id}
            )
            return messages.INTEGRATION_FAILURE

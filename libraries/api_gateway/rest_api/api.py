"""A REST API, a WSGI application."""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import replace
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Protocol

from api_gateway.api_stage import Stage
from api_gateway.configuration import PAYLOAD_LIMIT_BYTES
from api_gateway.events import MalformedResultError, UndecodableBodyError
from api_gateway.function_uri import with_stage_variables
from api_gateway.invocation import EventTooLargeError, IntegrationTimeoutError, Invoker
from api_gateway.messages import gateway_response
from api_gateway.received_request import TRACE_HEADER, ReceivedRequest, receive
from api_gateway.rest_api.call import RestCall
from api_gateway.rest_api.definition import (
    FunctionIntegration,
    Integration,
    Method,
    MockIntegration,
    RestApiDefinition,
)
from api_gateway.rest_api.gateway_responses import GatewayRefusalError, refusal_response
from api_gateway.rest_api.mock_integration import mock_response
from api_gateway.rest_api.proxy import proxy_event, proxy_response
from api_gateway.rest_api.routing import ResourceTree
from api_gateway.rest_api.validation import validate
from lambda_runtime.function import TooManyInvocationsError, UnknownFunctionError
from loopback_server.response import Response

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

logger = logging.getLogger(__name__)

MAXIMUM_HEAD_BYTES = 10_240
"""Amazon API Gateway quotas, "Total combined size of request line and header values"."""


class RestAuthorizer(Protocol):
    """Decides who may call a method."""

    def authorize(self, call: RestCall, scopes: tuple[str, ...]) -> Mapping[str, Any]:
        """Return what the event's request context says about the sender of a request.

        Args:
            call: The request.
            scopes: The OAuth scopes of which a token needs one.

        Raises:
            GatewayRefusalError: The request may not be served.
        """


class RequestGuard(Protocol):
    """Decides how often a method may be called, and with which API key."""

    def admit(self, call: RestCall, method: Method) -> None:
        """Count a request; note its API key in it.

        Raises:
            GatewayRefusalError: The request may not be served.
        """


class RestApi:
    """Serves one REST API, at `/<stage>/<path>`.

    Args:
        definition: The API.
        invoker: Invokes the functions of its integrations.
        authorizers: Its authorizers, by name.
        guard: Its usage plans and throttling.
        account_id: The account that it belongs to.
        region: The region that it is in.
    """

    def __init__(  # noqa: PLR0913 - what it is assembled from
        self,
        definition: RestApiDefinition,
        *,
        invoker: Invoker,
        authorizers: Mapping[str, RestAuthorizer],
        guard: RequestGuard,
        account_id: str,
        region: str,
    ) -> None:
        self.definition = definition
        self._invoker = invoker
        self._authorizers = authorizers
        self._guard = guard
        self._resources = ResourceTree(definition.methods)
        self._stages = {
            name: Stage(definition.api_id, account_id, region, name, variables)
            for name, variables in definition.stages.items()
        }

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer one request, as WSGI defines it."""
        request = receive(environ, body_limit=PAYLOAD_LIMIT_BYTES)
        return self._respond(request).send(request.method, start_response)

    def _respond(self, request: ReceivedRequest) -> Response:
        name, slash, path = request.path.removeprefix("/").partition("/")
        if name not in self._stages:
            return FORBIDDEN
        call = RestCall(request=request, stage=self._stages[name], path=slash + path or "/")
        try:
            response = self._answer(call)
        except GatewayRefusalError as refusal:
            logger.debug("%s %s is refused: %s", call.request.method, call.path, refusal)
            response = refusal_response(refusal, self.definition.gateway_responses, call)
        headers = (
            *response.headers,
            ("x-amzn-RequestId", call.request.request_id),
            ("x-amz-apigw-id", call.extended_id),
        )
        return Response(response.status, headers, response.body)

    def _answer(self, call: RestCall) -> Response:
        if call.request.size_of_head > MAXIMUM_HEAD_BYTES:
            raise GatewayRefusalError("HEADERS_TOO_LARGE")
        method = self._find(call)
        if call.request.body is None:
            raise GatewayRefusalError("REQUEST_TOO_LARGE")
        if method.authorizer is not None:
            call.authorizer = self._authorizers[method.authorizer].authorize(call, method.scopes)
        self._guard.admit(call, method)
        validate(call, method)
        return self._integrate(method.integration, call)

    def _find(self, call: RestCall) -> Method:
        found = self._resources.find(call.path)
        method = found and found[0].method(call.request.method)
        if not found or not method:
            raise GatewayRefusalError("MISSING_AUTHENTICATION_TOKEN")
        call.resource_path, call.path_parameters = found[0].path, found[1]
        return method

    def _integrate(self, integration: Integration, call: RestCall) -> Response:
        if isinstance(integration, MockIntegration):
            return mock_response(integration, call)
        if isinstance(integration, FunctionIntegration):
            return self._invoke(integration, call)
        return gateway_response(501, f"The integration {integration.kind} is not imitated")

    def _invoke(self, integration: FunctionIntegration, call: RestCall) -> Response:
        binary_media_types = self.definition.binary_media_types
        function = with_stage_variables(integration.function, call.stage.variables)
        try:
            result = self._invoker.invoke(
                function,
                proxy_event(call, binary_media_types),
                trace_id=call.request.trace_id,
                timeout_seconds=integration.timeout_seconds,
            )
        except EventTooLargeError:
            raise GatewayRefusalError("REQUEST_TOO_LARGE") from None
        except IntegrationTimeoutError:
            raise GatewayRefusalError("INTEGRATION_TIMEOUT") from None
        except (UnknownFunctionError, TooManyInvocationsError) as error:
            logger.warning("%s can't be invoked: %s", function, error)
            raise GatewayRefusalError("DEFAULT_5XX") from None
        if result.error:
            raise GatewayRefusalError("INTEGRATION_FAILURE")
        try:
            response = proxy_response(result.payload, call, binary_media_types)
        except UndecodableBodyError as error:
            logger.warning("%s returned a body that is no base64: %s", function, error)
            raise GatewayRefusalError("DEFAULT_5XX") from None
        except (MalformedResultError, ValueError) as error:
            logger.warning("%s returned no valid proxy response: %s", function, error)
            raise GatewayRefusalError("INTEGRATION_FAILURE") from None
        return replace(response, headers=(*response.headers, (TRACE_HEADER, call.request.trace_id)))


FORBIDDEN = Response(
    HTTPStatus.FORBIDDEN,
    (("Content-Type", "application/json"), ("x-amzn-ErrorType", "ForbiddenException")),
    b'{"message":"Forbidden"}',
)
"""The answer at a stage that does not exist."""

"""An HTTP API, a WSGI application."""

import logging
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Protocol

from api_gateway.api_stage import Stage
from api_gateway.configuration import PAYLOAD_LIMIT_BYTES
from api_gateway.events import MalformedResultError
from api_gateway.function_uri import with_stage_variables
from api_gateway.http_api.call import HttpCall, RouteRefusalError
from api_gateway.http_api.cross_origin import is_preflight, preflight_response, with_cors
from api_gateway.http_api.definition import (
    ALL_ROUTES,
    DEFAULT_STAGE,
    HttpApiDefinition,
    RouteIntegration,
)
from api_gateway.http_api.events import integration_event
from api_gateway.http_api.results import integration_response
from api_gateway.http_api.routing import HttpRouteTable
from api_gateway.invocation import EventTooLargeError, IntegrationTimeoutError, Invoker
from api_gateway.received_request import ReceivedRequest, receive
from api_gateway.token_bucket import TokenBucket
from lambda_runtime.function import TooManyInvocationsError, UnknownFunctionError
from loopback_server.response import Response

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

logger = logging.getLogger(__name__)


class HttpAuthorizer(Protocol):
    """Decides who may call a route."""

    def authorize(self, call: HttpCall, scopes: tuple[str, ...]) -> Mapping[str, Any]:
        """Return what the event's request context says about the sender of a request.

        Args:
            call: The request.
            scopes: The OAuth scopes of which a token needs one.

        Raises:
            RouteRefusalError: The request may not be served.
        """


class HttpApi:
    """Serves one HTTP API: the stage `$default` at `/`, any other at `/<stage>/`.

    Args:
        definition: The API.
        invoker: Invokes the functions of its integrations.
        authorizers: Its authorizers, by name.
        account_id: The account that it belongs to.
        region: The region that it is in.
        clock: Returns epoch seconds.
    """

    def __init__(  # noqa: PLR0913 - what it is assembled from
        self,
        definition: HttpApiDefinition,
        *,
        invoker: Invoker,
        authorizers: Mapping[str, HttpAuthorizer],
        account_id: str,
        region: str,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.definition = definition
        self._invoker = invoker
        self._authorizers = authorizers
        self._routes = HttpRouteTable(definition.routes)
        self._stages = {
            name: Stage(definition.api_id, account_id, region, name, variables)
            for name, variables in definition.stages.items()
        }
        self._throttles = {
            place: TokenBucket(rate, burst, clock) for place, (rate, burst) in definition.throttles.items()
        }

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer one request, as WSGI defines it."""
        request = receive(environ, body_limit=PAYLOAD_LIMIT_BYTES)
        try:
            response = self._answer(request)
        except RouteRefusalError as refusal:
            logger.debug("%s %s is refused: %s", request.method, request.path, refusal)
            response = refusal.response
        if self.definition.cors and not is_preflight(request):
            response = with_cors(response, self.definition.cors, request)
        return _send(response, request, start_response)

    def _answer(self, request: ReceivedRequest) -> Response:
        stage, path = self._stage(request.path)
        call = self._call(request, stage, path)
        throttle = self._throttle(stage, call)
        if throttle and not throttle.take():
            raise RouteRefusalError(429, "Too Many Requests")
        if call and call.route.authorizer is not None:
            authorizer = self._authorizers[call.route.authorizer]
            call.authorizer = authorizer.authorize(call, call.route.scopes)
        if self.definition.cors and is_preflight(request):
            return preflight_response(self.definition.cors, request)
        if call is None:
            raise RouteRefusalError(404, "Not Found")
        if request.body is None:
            raise RouteRefusalError(413, "Request Entity Too Large")
        return self._integrate(call)

    def _stage(self, path: str) -> tuple[Stage, str]:
        """Return the stage of a path, and the path without it."""
        name, slash, rest = path.removeprefix("/").partition("/")
        if name in self._stages and name != DEFAULT_STAGE:
            return self._stages[name], slash + rest or "/"
        if DEFAULT_STAGE not in self._stages:
            raise RouteRefusalError(404, "Not Found")
        return self._stages[DEFAULT_STAGE], path

    def _throttle(self, stage: Stage, call: HttpCall | None) -> TokenBucket | None:
        of_stage = self._throttles.get((stage.name, ALL_ROUTES))
        return self._throttles.get((stage.name, call.route.key), of_stage) if call else of_stage

    def _call(self, request: ReceivedRequest, stage: Stage, path: str) -> HttpCall | None:
        found = self._routes.find(request.method, path)
        if found is None:
            return None
        route, parameters = found
        return HttpCall(request=request, stage=stage, path=path, route=route, path_parameters=parameters)

    def _integrate(self, call: HttpCall) -> Response:
        integration = call.route.integration
        if not integration.is_imitated:
            raise RouteRefusalError(501, f"The integration {integration.kind} is not imitated")
        function = with_stage_variables(integration.function, call.stage.variables)
        return self._invoke(function, integration, call)

    def _invoke(self, function: str, integration: RouteIntegration, call: HttpCall) -> Response:
        try:
            result = self._invoker.invoke(
                function,
                integration_event(call, integration.payload_format),
                trace_id=call.request.trace_id,
                timeout_seconds=integration.timeout_seconds,
            )
        except EventTooLargeError:
            raise RouteRefusalError(413, "Request Entity Too Large") from None
        except (IntegrationTimeoutError, TooManyInvocationsError) as error:
            logger.warning("%s can't answer: %s", function, error)
            raise RouteRefusalError(503, "Service Unavailable") from None
        except UnknownFunctionError:
            return integration.failure
        if result.error:
            return integration.failure
        try:
            return integration_response(result.payload, integration.payload_format)
        except (MalformedResultError, ValueError) as error:
            logger.warning("%s returned no valid response: %s", function, error)
            return integration.failure


def _send(response: Response, request: ReceivedRequest, start_response: "StartResponse") -> Iterable[bytes]:
    headers = (*response.headers, ("Apigw-Requestid", request.request_id))
    return replace(response, headers=headers).send(request.method, start_response)

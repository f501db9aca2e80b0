"""A request on its way through an HTTP API, and the answers that the API gives itself."""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from api_gateway.api_stage import REQUEST_TIME, Stage
from api_gateway.http_api.definition import HttpRoute
from api_gateway.messages import JSON
from api_gateway.received_request import ReceivedRequest
from loopback_server.response import Response


class RouteRefusalError(Exception):
    """The API answers a request itself.

    Args:
        status: The status of the response.
        message: The message in its body.
        headers: Further headers.
    """

    def __init__(self, status: int, message: str, *headers: tuple[str, str]) -> None:
        super().__init__(message)
        self.response = Response(
            status, (("Content-Type", JSON), *headers), json.dumps({"message": message}).encode()
        )


@dataclass(kw_only=True)
class HttpCall:
    """A request whose route is known.

    Attributes:
        request: The request.
        stage: The stage that it was sent to.
        path: Its path without the stage.
        route: The route.
        path_parameters: The decoded values of the variables in the path.
        authorizer: What the authorizer has found out, by the kind of authorizer (`jwt`, `lambda`); None if there is none.
        begun_at: Epoch seconds.
    """

    request: ReceivedRequest
    stage: Stage
    path: str
    route: HttpRoute
    path_parameters: Mapping[str, str]
    authorizer: Mapping[str, Any] | None = None
    begun_at: float = field(default_factory=time.time)

    @property
    def route_arn(self) -> str:
        """The ARN by which policies name what is called."""
        return self.stage.arn_of(self.request.method, self.path)

    @property
    def time_text(self) -> str:
        """When it came, as request contexts have it."""
        return time.strftime(REQUEST_TIME, time.gmtime(self.begun_at))

    def source_value(self, expression: str) -> str | None:
        """Return the value of an identity source such as `$request.header.Authorization`, None if there is none."""
        place, _, name = expression.removeprefix("$").removeprefix("request.").partition(".")
        if place == "header":
            return self.request.header(name)
        if place == "querystring":
            return next((value for key, value in self.request.query if key == name), None)
        if place == "stageVariables":
            return self.stage.variables.get(name)
        return self._context_value(name) if place == "context" else None

    def _context_value(self, name: str) -> str | None:
        http = {
            "httpMethod": self.request.method,
            "http.method": self.request.method,
            "path": self.request.path,
            "identity.sourceIp": self.request.source_ip,
            "routeKey": self.route.key,
            "stage": self.stage.name,
            "apiId": self.stage.api_id,
        }
        return http.get(name)

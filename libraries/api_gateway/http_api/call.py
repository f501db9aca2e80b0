"""A request on its way through an HTTP API, and the answers that the API gives itself."""

import json
from dataclasses import dataclass

from api_gateway.api_call import ApiCall
from api_gateway.http_api.definition import HttpRoute
from api_gateway.messages import JSON
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
class HttpCall(ApiCall):
    """A request whose route is known; what the authorizer has found out is by the kind of authorizer (`jwt`, `lambda`).

    Attributes:
        route: The route.
    """

    route: HttpRoute

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

"""Which route of an HTTP API a request is for.

Amazon API Gateway Developer Guide, "Create routes for HTTP APIs": a full match comes before one with a greedy path variable, and
both before `$default`. Of two routes that match, the one with fewer variables from the left comes first.
"""

from collections.abc import Iterable

from api_gateway.http_api.definition import DEFAULT_ROUTE, HttpRoute
from api_gateway.path_templates import match, rank


class HttpRouteTable:
    """The routes of an HTTP API."""

    def __init__(self, routes: Iterable[HttpRoute]) -> None:
        routes = list(routes)
        self._default = next((route for route in routes if route.key == DEFAULT_ROUTE), None)
        entries = [(_parts(route.path), route) for route in routes if route.key != DEFAULT_ROUTE]
        self._entries = sorted(
            entries, key=lambda entry: ([rank(part) for part in entry[0]], entry[1].method == "ANY")
        )

    def find(self, method: str, path: str) -> tuple[HttpRoute, dict[str, str]] | None:
        """Return the route for a method and a path without the stage, and the decoded values of its variables."""
        parts = _parts(path)
        for template, route in self._entries:
            values = match(template, parts) if route.method in ("ANY", method) else None
            if values is not None:
                return route, values
        return (self._default, {}) if self._default else None


def _parts(path: str) -> list[str]:
    return path.split("/")[1:]

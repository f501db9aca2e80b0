"""From a REST request to its operation: the request URIs of the models, matched in reverse."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import unquote

from fault_engine.catalogue import service_description

_LABEL = re.compile(r"\{(\w[\w.-]*)(\+?)\}")
_SEVERAL_SEGMENTS = "+"
_ANY_SEGMENT = None
"""Stands for the first segment of a path that begins with a label."""


@dataclass(frozen=True, slots=True)
class Route:
    """What a request must contain to be one operation."""

    service: str
    operation: str
    path: re.Pattern[str]
    query: Mapping[str, str | None]
    """Parameters in the request URI itself, with their values; None stands for any value."""
    required_query: frozenset[str]
    required_headers: frozenset[str]
    """As WSGI names them: `HTTP_X_AMZ_COPY_SOURCE`. Empty if the query alone names the operation."""
    specificity: tuple[int, int, int]

    def fits(self, path: str, query: Mapping[str, str], environ: Mapping[str, Any]) -> bool:
        """Return whether a request could be this operation."""
        return (
            self.path.fullmatch(path) is not None
            and self.required_headers <= environ.keys()
            and self.required_query <= query.keys()
            and self._fits_query(query)
        )

    def _fits_query(self, query: Mapping[str, str]) -> bool:
        return not self.query or all(
            name in query and value in (None, query[name]) for name, value in self.query.items()
        )


_Index = dict[tuple[str, str | None], list[Route]]
"""Routes by method and first path segment."""


class RouteTable:
    """The routes of the services that share a signing name, indexed by method and first path segment."""

    def __init__(self, services: tuple[str, ...]) -> None:
        self._all: _Index = defaultdict(list)
        self._without_query: _Index = defaultdict(list)
        for service in services:
            for method, first, route in _routes_of(service):
                key = method, _ANY_SEGMENT if _LABEL.search(first) else first
                self._all[key].append(route)
                if not (route.query or route.required_query):
                    self._without_query[key].append(route)

    def find(
        self, method: str, path: str, query: Mapping[str, str], environ: Mapping[str, Any]
    ) -> list[Route]:
        """Return the operations that fit a request most closely; several if they look alike."""
        first = path.split("/", 2)[1] if path.startswith("/") else ""
        index = self._all if query else self._without_query
        candidates = (*index.get((method, first), ()), *index.get((method, _ANY_SEGMENT), ()))
        fitting = [route for route in candidates if route.fits(path, query, environ)]
        if len(fitting) < 2:  # noqa: PLR2004 — nothing to choose from
            return fitting
        closest = max(route.specificity for route in fitting)
        return [route for route in fitting if route.specificity == closest]


def path_parameters(uri: str, path: str) -> dict[str, str] | None:
    """Return what stands for the labels of a request URI in a path, decoded; None if the path is another one.

    Args:
        uri: A request URI as the models have it: `/model/{modelId}/invoke`.
        path: The path of a request, as it was sent.
    """
    pattern, names = _labelled_path(uri)
    found = pattern.fullmatch(path)
    return dict(zip(names, map(unquote, found.groups()), strict=True)) if found else None


@cache
def _labelled_path(uri: str) -> tuple[re.Pattern[str], tuple[str, ...]]:
    path = uri.partition("?")[0]
    return _path_pattern(path), tuple(label[1] for label in _LABEL.finditer(path))


@cache
def route_table(services: tuple[str, ...]) -> RouteTable:
    """Return the routes of these services; their models are loaded once."""
    return RouteTable(services)


def _routes_of(service: str) -> Iterator[tuple[str, str, Route]]:
    description = service_description(service)
    if "rest" not in description["metadata"]["protocol"]:
        return
    for name, operation in description["operations"].items():
        path, _, query = operation["http"]["requestUri"].partition("?")
        literals = _literal_query(query)
        required_query, required_headers = _required_locations(description, operation)
        if literals:
            required_headers = frozenset()
        yield (
            operation["http"]["method"],
            path.split("/", 2)[1],
            Route(
                service=service,
                operation=name,
                path=_path_pattern(path),
                query=literals,
                required_query=required_query,
                required_headers=required_headers,
                specificity=(
                    len(literals) + len(required_query) + len(required_headers),
                    len(_LABEL.sub("", path)),
                    -len(_LABEL.findall(path)),
                ),
            ),
        )


def _path_pattern(path: str) -> re.Pattern[str]:
    pattern, end = "", 0
    for label in _LABEL.finditer(path):
        pattern += re.escape(path[end : label.start()])
        pattern += "(.+)" if label[2] == _SEVERAL_SEGMENTS else "([^/]+)"
        end = label.end()
    return re.compile(pattern + re.escape(path[end:]), re.DOTALL)


def _literal_query(query: str) -> dict[str, str | None]:
    literals: dict[str, str | None] = {}
    for part in filter(None, query.split("&")):
        name, equals, value = part.partition("=")
        literals[name] = value if equals else None
    return literals


def _required_locations(
    description: Mapping[str, Any], operation: Mapping[str, Any]
) -> tuple[frozenset[str], frozenset[str]]:
    if "input" not in operation:
        return frozenset(), frozenset()
    shape = description["shapes"][operation["input"]["shape"]]
    query, headers = set(), set()
    for member in shape.get("required", ()):
        reference = shape["members"][member]
        location_name = reference.get("locationName", member)
        match reference.get("location"):
            case "querystring":
                query.add(location_name)
            case "header" if "_" not in location_name:  # WSGI servers drop such headers
                headers.add("HTTP_" + location_name.upper().replace("-", "_"))
    return frozenset(query), frozenset(headers - {"HTTP_CONTENT_TYPE", "HTTP_CONTENT_LENGTH"})

"""Which resource of a REST API a path is for.

Amazon API Gateway Developer Guide, "API Gateway resources": a fixed part of a path comes before a path variable, and that
before a greedy one, `{proxy+}`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from api_gateway.path_templates import match, rank
from api_gateway.rest_api.definition import ANY, Method


@dataclass(frozen=True, slots=True)
class ApiResource:
    """A path with its methods, by name."""

    path: str
    methods: Mapping[str, Method]

    def method(self, name: str) -> Method | None:
        """Return the method of that name, otherwise the one for any."""
        return self.methods.get(name) or self.methods.get(ANY)


class ResourceTree:
    """The resources of a REST API."""

    def __init__(self, methods: Iterable[Method]) -> None:
        by_path: dict[str, dict[str, Method]] = {}
        for method in methods:
            by_path.setdefault(method.path, {})[method.http_method] = method
        resources = [(_parts(path), ApiResource(path, held)) for path, held in by_path.items()]
        self._resources = sorted(resources, key=lambda entry: [rank(part) for part in entry[0]])

    def find(self, path: str) -> tuple[ApiResource, dict[str, str]] | None:
        """Return the resource of a path as it was sent, and the decoded values of its variables.

        A slash at the end of the path does not matter.
        """
        parts = _parts(path)
        for template, resource in self._resources:
            values = match(template, parts)
            if values is not None:
                return resource, values
        return None


def _parts(path: str) -> list[str]:
    return path.strip("/").split("/") if path.strip("/") else []

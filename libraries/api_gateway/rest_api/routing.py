"""Which resource of a REST API a path is for.

Amazon API Gateway Developer Guide, "API Gateway resources": a fixed part of a path comes before a path variable, and that
before a greedy one, `{proxy+}`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from api_gateway.rest_api.definition import ANY, Method

FIXED, VARIABLE, GREEDY = range(3)


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
        self._resources = sorted(resources, key=lambda entry: [_rank(part) for part in entry[0]])

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


def _rank(part: str) -> int:
    if part.startswith("{"):
        return GREEDY if part.endswith("+}") else VARIABLE
    return FIXED


def match(template: Sequence[str], parts: Sequence[str]) -> dict[str, str] | None:
    """Return the decoded values of a template's variables, or None if the parts of a path do not fit."""
    if template and _rank(template[-1]) == GREEDY:
        fixed = len(template) - 1
        if len(parts) <= fixed:
            return None
        parts = [*parts[:fixed], "/".join(parts[fixed:])]
    if len(template) != len(parts):
        return None
    values = {}
    for expected, part in zip(template, parts, strict=True):
        if expected.startswith("{"):
            values[expected.strip("{}+")] = unquote(part)
        elif expected != unquote(part):
            return None
    return values

"""Which operation of an OpenAPI document a request is for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self
from urllib.parse import unquote

METHODS = ("get", "put", "post", "delete", "patch", "head")


@dataclass(frozen=True, slots=True)
class GatewayOperation:
    """One method of one path.

    Attributes:
        operation_id: The name of its handler.
        path: Its template, such as `/api/manuals/{id}`.
        secured: Whether it needs a token.
        extensions: What the document says about it in members whose names begin with `x-`.
    """

    operation_id: str
    method: str
    path: str
    secured: bool
    extensions: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Resource:
    """One path, with its operations by method."""

    path: str
    operations: Mapping[str, GatewayOperation]

    @property
    def methods(self) -> tuple[str, ...]:
        """Every method of the path, including that of preflight requests."""
        return (*self.operations, "OPTIONS")


class Routes:
    """The routing table of an OpenAPI document.

    A fixed path takes precedence over one with parameters. Paths are matched as they were sent: the value of a parameter is
    percent-decoded once, after the path has been split, so that `%2F` in it is part of the value.
    """

    def __init__(self, document: Mapping[str, Any]) -> None:
        secured = bool(document.get("security"))
        resources = [_read_resource(path, item, secured) for path, item in document["paths"].items()]
        self._fixed = {resource.path: resource for resource in resources if "{" not in resource.path}
        self._templates = [
            (resource.path.split("/"), resource) for resource in resources if "{" in resource.path
        ]
        self.resources: tuple[Resource, ...] = tuple(resources)

    @classmethod
    def load(cls, contract: Path) -> Self:
        """Read the routing table from an OpenAPI document in YAML."""
        return cls(read_document(contract))

    def find(self, path: str) -> tuple[Resource, dict[str, str]] | None:
        """Return the resource of a request's path and the values of the path's parameters, or None if there is none."""
        if path in self._fixed:
            return self._fixed[path], {}
        segments = path.split("/")
        for template, resource in self._templates:
            values = _match(template, segments)
            if values is not None:
                return resource, values
        return None

    def operations(self) -> Iterator[GatewayOperation]:
        """Return every operation, in the order of the document."""
        for resource in self.resources:
            yield from resource.operations.values()


def read_document(contract: Path) -> dict[str, Any]:
    """Read an OpenAPI document in YAML."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    document: dict[str, Any] = yaml.load(contract.read_bytes(), Loader=loader)  # noqa: S506 - one of the two safe loaders
    return document


def _match(template: list[str], segments: list[str]) -> dict[str, str] | None:
    if len(template) != len(segments):
        return None
    values = {}
    for part, segment in zip(template, segments, strict=True):
        if part.startswith("{") and segment:
            values[part[1:-1]] = unquote(segment)
        elif part != segment:
            return None
    return values


def _read_resource(path: str, item: Mapping[str, Any], secured: bool) -> Resource:
    operations = {
        method.upper(): GatewayOperation(
            operation_id=item[method]["operationId"],
            method=method.upper(),
            path=path,
            secured=bool(item[method]["security"]) if "security" in item[method] else secured,
            extensions={name: value for name, value in item[method].items() if name.startswith("x-")},
        )
        for method in METHODS
        if method in item
    }
    return Resource(path, operations)

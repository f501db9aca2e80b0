"""Check a response against the API's contract, an OpenAPI 3.1 document."""

import functools
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from strict_json import parse_json

if TYPE_CHECKING:
    import jsonschema_rs
    from requests import Response

DOCUMENT_URI = "urn:manuel:contract"
GATEWAY_RESPONSES = {"403": "Unauthorized", "413": "TooLarge", "431": "HeadersTooLarge"}
PARAMETER = re.compile(r"\{[^}]+\}")
METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


@dataclass(frozen=True)
class Operation:
    """One method of one path of the contract.

    Attributes:
        example_path: The path to send a request to, with the contract's examples as its parameters.
    """

    method: str
    path: str
    responses: Mapping[str, Any]
    needs_token: bool = True
    example_path: str = ""

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


class Contract:
    """What the API promises.

    Args:
        document: The parsed OpenAPI document.
    """

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._document = document
        self._validators: dict[str, jsonschema_rs.Draft202012Validator] = {}
        self._routes = sorted(
            ((_route_pattern(path), path) for path in document["paths"]),
            key=lambda route: route[1].count("{"),
        )

    @classmethod
    def load(cls, path: Path) -> "Contract":
        """Read the contract from its YAML file."""
        import yaml

        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        with path.open("rb") as file:
            return cls(yaml.load(file, Loader=loader))  # noqa: S506 - it is one of the two safe loaders

    def find_path(self, path: str) -> str | None:
        """Return the contract's path that a request path matches; fixed paths take precedence over those with parameters."""
        return next((template for pattern, template in self._routes if pattern.fullmatch(path)), None)

    def find_operation(self, method: str, path: str) -> Operation | None:
        """Return the operation that a request calls, if the API has it. `HEAD` is answered like `GET`, without a body."""
        template = self.find_path(path)
        if template is None:
            return None
        item = self._document["paths"][template]
        documented = "get" if method == "HEAD" and "head" not in item else method.lower()
        if documented not in METHODS or documented not in item:
            return None
        return self._operation(documented, template)

    def methods_of(self, path: str) -> list[str]:
        """Return the methods that a path of the contract has, in upper case."""
        return [method.upper() for method in METHODS if method in self._document["paths"][path]]

    def operations(self) -> list[Operation]:
        """Return every operation of the contract."""
        return [
            self._operation(method.lower(), path)
            for path in self._document["paths"]
            for method in self.methods_of(path)
        ]

    def violations(self, operation: Operation, response: "Response") -> list[str]:
        """Return how a response violates the contract, a line each; nothing if it does not."""
        documented = self._documented_response(operation, response.status_code)
        if documented is None:
            return [
                f"status {response.status_code} is not documented; documented are {', '.join(operation.responses)}"
            ]
        has_body = response.request.method != "HEAD"
        return [
            *self._header_violations(documented.get("headers", {}), response),
            *(self._body_violations(documented.get("content", {}), response) if has_body else ()),
        ]

    def violations_without_route(self, response: "Response") -> list[str]:
        """Return how the response to a request that the API has no route for differs from that of a REST API's gateway.

        The gateway answers such requests itself, with 403 and a body like all its errors: see
        MISSING_AUTHENTICATION_TOKEN under "Gateway response types" in the Amazon API Gateway developer guide.
        """
        responses = {
            status: {"$ref": f"#/components/responses/{name}"} for status, name in GATEWAY_RESPONSES.items()
        }
        return self.violations(Operation(str(response.request.method), "", responses), response)

    def _operation(self, method: str, path: str) -> Operation:
        item = self._document["paths"][path]
        security = item[method].get("security", self._document.get("security", []))
        parameters = (self._resolve(parameter) for parameter in item.get("parameters", []))
        examples = {
            f"{{{parameter['name']}}}": str(parameter["example"])
            for parameter in parameters
            if "example" in parameter
        }
        return Operation(
            method=method.upper(),
            path=path,
            responses=item[method]["responses"],
            needs_token=bool(security),
            example_path=PARAMETER.sub(lambda match: examples.get(match[0], match[0]), path),
        )

    def _documented_response(self, operation: Operation, status: int) -> Mapping[str, Any] | None:
        for key in (str(status), f"{status // 100}XX", "default"):
            if key in operation.responses:
                return self._resolve(operation.responses[key])
        return None

    def _header_violations(self, headers: Mapping[str, Any], response: "Response") -> Iterator[str]:
        for name, reference in headers.items():
            header = self._resolve(reference)
            if name not in response.headers:
                if header.get("required", False):
                    yield f"header {name} is missing"
                continue
            value = response.headers[name]
            for message in self._schema_messages(header.get("schema", {}), value):
                yield f"header {name} is {value!r}: {message}"

    def _body_violations(self, content: Mapping[str, Any], response: "Response") -> Iterator[str]:
        if not content:
            if response.content:
                yield f"the body has {len(response.content)} bytes, but no body is documented"
            return
        media_type = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        if media_type not in content:
            yield f"the media type is {media_type or 'missing'}; documented is {', '.join(content)}"
            return
        try:
            body = parse_json(response.text)
        except ValueError as error:
            yield f"the body is not JSON: {error}"
            return
        yield from self._schema_messages(content[media_type].get("schema", {}), body)

    def _schema_messages(self, schema: Mapping[str, Any], instance: Any) -> Iterator[str]:
        if _is_numeric(self._resolve(schema)) and isinstance(instance, str):
            instance = _number_or_text(instance)
        for error in self._validator(json.dumps(schema)).iter_errors(instance):
            where = ".".join(str(part) for part in error.instance_path)
            yield f"{where}: {error.message}" if where else error.message

    def _validator(self, schema: str) -> "jsonschema_rs.Draft202012Validator":
        import jsonschema_rs

        if schema not in self._validators:
            absolute = schema.replace('"#/', f'"{DOCUMENT_URI}#/')
            self._validators[schema] = jsonschema_rs.Draft202012Validator(
                json.loads(absolute), validate_formats=True, registry=self._registry, offline=True
            )
        return self._validators[schema]

    @functools.cached_property
    def _registry(self) -> "jsonschema_rs.Registry":
        import jsonschema_rs

        return jsonschema_rs.Registry([(DOCUMENT_URI, dict(self._document))], draft=jsonschema_rs.Draft202012)

    def _resolve(self, reference: Mapping[str, Any]) -> Mapping[str, Any]:
        if "$ref" not in reference:
            return reference
        target: Any = self._document
        for part in reference["$ref"].removeprefix("#/").split("/"):
            target = target[part.replace("~1", "/").replace("~0", "~")]
        return self._resolve(target)


def _route_pattern(path: str) -> re.Pattern[str]:
    parts = re.split(r"(\{[^}]+\})", path)
    return re.compile("".join("[^/]+" if part.startswith("{") else re.escape(part) for part in parts))


def _is_numeric(schema: Mapping[str, Any]) -> bool:
    return schema.get("type") in ("integer", "number")


def _number_or_text(text: str) -> Any:
    return json.loads(text) if re.fullmatch(r"-?\d+(\.\d+)?", text) else text

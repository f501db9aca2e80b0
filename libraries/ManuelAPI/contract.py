"""Check a response against the API's contract, an OpenAPI 3.1 document."""

import functools
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cause_register.rules import BODY, STATUS, UNNECESSARY_TOKEN_REQUIREMENT
from ManuelAPI.violations import (
    UNDOCUMENTED_BODY,
    Violation,
    header_violation,
    missing_headers,
    other_body,
    rule_of,
    schema_violations,
    without_repetitions,
)
from ManuelAPI.written_integers import WRITTEN_AS_INTEGER, WrittenAsInteger, with_written_integers
from request_gate.path_patterns import path_pattern
from strict_json import parse_json

if TYPE_CHECKING:
    import jsonschema_rs
    from requests import Response

DOCUMENT_URI = "urn:manuel:contract"
GATEWAY_RESPONSES = {
    "403": "UnknownPath",
    "405": "MethodNotAllowed",
    "413": "TooLarge",
    "431": "HeadersTooLarge",
}
STATES = ("ManualStatus", "IngestionStatus")
PARAMETER = re.compile(r"\{[^}]+\}")
METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


@dataclass(frozen=True)
class Operation:
    """One method of one path of the contract.

    Attributes:
        path_examples: The contract's examples of the path's parameters, by name.
        request_headers: The headers by which a request can tell the operation something.
        owned_parameters: Those parameters that name something of one user, `x-owned-by: user` in the contract.
        example_body: The contract's example of the body; None if the operation takes none.
        limited_by: Whose requests are limited: `user` or `address`; None if nobody's are.
    """

    method: str
    path: str
    responses: Mapping[str, Any]
    needs_token: bool = True
    path_examples: Mapping[str, str] = field(default_factory=dict)
    owned_parameters: tuple[str, ...] = ()
    request_headers: tuple[str, ...] = ()
    example_body: Any = None
    limited_by: str | None = None

    @property
    def example_path(self) -> str:
        """The path to send a request to, with the contract's examples as its parameters."""
        return self.path_with({})

    def path_with(self, values: Mapping[str, str]) -> str:
        """Return the path with these values of its parameters, and the contract's examples of the others."""
        known = {**self.path_examples, **values}
        return PARAMETER.sub(lambda match: known.get(match[0][1:-1], match[0]), self.path)

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
            ((path_pattern(path), path) for path in document["paths"]),
            key=lambda route: route[1].count("{"),
        )

    @classmethod
    def load(cls, path: Path) -> "Contract":
        """Read the contract from its YAML file."""
        import yaml

        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        with path.open("rb") as file:
            return cls(yaml.load(file, Loader=loader))  # noqa: S506 - it is one of the two safe loaders

    def with_states(self, words: Mapping[Any, str]) -> "Contract":
        """Return the contract of a backend that has other words for the states of manuals and ingestion jobs."""
        schemas = dict(self._document["components"]["schemas"])
        for name in STATES:
            schemas[name] = {
                **schemas[name],
                "enum": [words.get(word, word) for word in schemas[name]["enum"]],
            }
        components = {**self._document["components"], "schemas": schemas}
        return Contract({**self._document, "components": components})

    def find_path(self, path: str) -> str | None:
        """Return the contract's path that a request path matches; fixed paths take precedence over those with parameters."""
        return next((template for pattern, template in self._routes if pattern.fullmatch(path)), None)

    def find_operation(self, method: str, path: str) -> Operation | None:
        """Return the operation that a request calls, if the API has it. `HEAD` is a method of its own, not `GET`."""
        template = self.find_path(path)
        if template is None or method not in self.methods_of(template):
            return None
        return self._operation(method.lower(), template)

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

    @functools.cached_property
    def field_names(self) -> frozenset[str]:
        """The names of all parameters, and of the members of all objects."""
        return frozenset(_names_in(self._document))

    @functools.cached_property
    def common_headers(self) -> frozenset[str]:
        """The headers that every documented response has."""
        responses = (each for operation in self.operations() for each in operation.responses.values())
        return frozenset.intersection(*(frozenset(response.get("headers", ())) for response in responses))

    def violations(self, operation: Operation, response: "Response") -> list[Violation]:
        """Return how a response violates the contract; nothing if it does not."""
        documented = self._documented_response(operation, response.status_code)
        if documented is None:
            return [_undocumented(operation, response)]
        has_body = response.request.method != "HEAD"
        return [
            *self._header_violations(documented.get("headers", {}), response),
            *(self._body_violations(documented.get("content", {}), response) if has_body else ()),
        ]

    def violations_without_route(self, response: "Response") -> list[Violation]:
        """Return how the response to a request that the API has no route for differs from that of a REST API's gateway.

        The gateway answers such requests itself, with 403 and a body like all its errors: see
        MISSING_AUTHENTICATION_TOKEN under "Gateway response types" in the Amazon API Gateway developer guide. A method that a
        path does not have may be answered with 405 as well (RFC 9110, section 15.5.6).
        """
        responses = {
            status: {"$ref": f"#/components/responses/{name}"} for status, name in GATEWAY_RESPONSES.items()
        }
        return self.violations(Operation(str(response.request.method), "", responses), response)

    def _operation(self, method: str, path: str) -> Operation:
        item = self._document["paths"][path]
        documented = item[method]
        parameters = [self._resolve(parameter) for parameter in item.get("parameters", [])]
        own_parameters = [self._resolve(parameter) for parameter in documented.get("parameters", [])]
        return Operation(
            method=method.upper(),
            path=path,
            responses={status: self._resolve(each) for status, each in documented["responses"].items()},
            needs_token=bool(documented.get("security", self._document.get("security", []))),
            path_examples={each["name"]: str(each["example"]) for each in parameters if "example" in each},
            owned_parameters=tuple(each["name"] for each in parameters if each.get("x-owned-by") == "user"),
            request_headers=tuple(each["name"] for each in own_parameters if each["in"] == "header"),
            example_body=_example_body(documented),
            limited_by=documented.get("x-rate-limit"),
        )

    def _documented_response(self, operation: Operation, status: int) -> Mapping[str, Any] | None:
        for key in (str(status), f"{status // 100}XX", "default"):
            if key in operation.responses:
                return self._resolve(operation.responses[key])
        return None

    def _header_violations(self, documented: Mapping[str, Any], response: "Response") -> Iterator[Violation]:
        headers = {name: self._resolve(reference) for name, reference in documented.items()}
        required = [name for name, header in headers.items() if header.get("required", False)]
        yield from missing_headers([name for name in required if name not in response.headers])
        for name in filter(response.headers.__contains__, headers):
            value = response.headers[name]
            for error in self._schema_errors(headers[name].get("schema", {}), value):
                yield header_violation(name, f"header {name} is {value!r}: {error.message}", rule_of(error))

    def _body_violations(self, content: Mapping[str, Any], response: "Response") -> Iterator[Violation]:
        if not content:
            if response.content:
                message = f"the body has {len(response.content)} bytes, but no body is documented"
                yield Violation(message, "there is a body, but none is documented", BODY, UNDOCUMENTED_BODY)
            return
        media_type = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        if media_type not in content:
            message = f"the media type is {media_type or 'missing'}; documented is {', '.join(content)}"
            yield Violation(message, f"the media type is not {' or '.join(content)}", BODY, "media type")
            return
        try:
            body = parse_json(response.text)
        except ValueError as problem:
            yield Violation(f"the body is not JSON: {problem}", "the body is not JSON", BODY, "JSON")
            return
        errors = [*self._schema_errors(content[media_type].get("schema", {}), body)]
        found = chain.from_iterable(map(schema_violations, errors))
        yield from other_body(errors, body) or without_repetitions([*found])

    def _schema_errors(
        self, schema: Mapping[str, Any], instance: Any
    ) -> "Iterator[jsonschema_rs.ValidationError]":
        if _is_numeric(self._resolve(schema)) and isinstance(instance, str):
            instance = _number_or_text(instance)
        return iter(self._validator(json.dumps(schema)).iter_errors(instance))

    def _validator(self, schema: str) -> "jsonschema_rs.Draft202012Validator":
        import jsonschema_rs

        if schema not in self._validators:
            absolute = schema.replace('"#/', f'"{DOCUMENT_URI}#/')
            self._validators[schema] = jsonschema_rs.Draft202012Validator(
                with_written_integers(json.loads(absolute)),
                validate_formats=True,
                registry=self._registry,
                offline=True,
                keywords={WRITTEN_AS_INTEGER: WrittenAsInteger},
            )
        return self._validators[schema]

    @functools.cached_property
    def _registry(self) -> "jsonschema_rs.Registry":
        import jsonschema_rs

        document = with_written_integers(self._document)
        return jsonschema_rs.Registry([(DOCUMENT_URI, document)], draft=jsonschema_rs.Draft202012)

    def _resolve(self, reference: Mapping[str, Any]) -> Mapping[str, Any]:
        if "$ref" not in reference:
            return reference
        target: Any = self._document
        for part in reference["$ref"].removeprefix("#/").split("/"):
            target = target[part.replace("~1", "/").replace("~0", "~")]
        return self._resolve(target)


def _undocumented(operation: Operation, response: "Response") -> Violation:
    message = (
        f"status {response.status_code} is not documented; documented are {', '.join(operation.responses)}"
    )
    is_for_everybody = not operation.needs_token and operation.method != "OPTIONS"
    is_without_token = "Authorization" not in response.request.headers
    if response.status_code == HTTPStatus.UNAUTHORIZED and is_for_everybody and is_without_token:
        return Violation(message, "a token is asked for", STATUS, UNNECESSARY_TOKEN_REQUIREMENT)
    return Violation(message, "the status is not documented", STATUS, "documented")


def _names_in(part: Any) -> Iterator[str]:
    """Yield the names of the parameters, and of the members of objects, that a part of the document describes."""
    if isinstance(part, Mapping):
        if "in" in part and isinstance(part.get("name"), str):
            yield part["name"]
        if isinstance(part.get("properties"), Mapping):
            yield from part["properties"]
    for each in part.values() if isinstance(part, Mapping) else part if isinstance(part, list) else ():
        yield from _names_in(each)


def _example_body(documented: Mapping[str, Any]) -> Any:
    content = documented.get("requestBody", {}).get("content", {}).get("application/json", {})
    if "examples" in content:
        return next(iter(content["examples"].values()))["value"]
    return content.get("example")


def _is_numeric(schema: Mapping[str, Any]) -> bool:
    return schema.get("type") in ("integer", "number")


def _number_or_text(text: str) -> Any:
    return json.loads(text) if re.fullmatch(r"-?\d+(\.\d+)?", text) else text

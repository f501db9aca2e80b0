"""The routes of the API in Markdown, generated from its contract.

`python -m manuel_sandbox.route_document` writes docs/routes.md anew.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from api_gateway.routes import METHODS, read_document
from manuel_sandbox.application import CONTRACT

REPOSITORY = CONTRACT.parents[2]
PAGE = REPOSITORY / "docs" / "routes.md"
LIMITS = {"user": "per user", "address": "per address", None: ""}


def route_document() -> str:
    """Return a table of all operations, followed by each with its parameters, fields and statuses."""
    document = read_document(CONTRACT)
    operations = list(_operations(document))
    lines = [
        f"# {document['info']['title']} {document['info']['version']}",
        "",
        "Made from `resources/contract/openapi.yaml` by `python -m manuel_sandbox.route_document`.",
        "",
        *_table(document, operations),
    ]
    for method, path, item, operation in operations:
        lines += ["", f"## {method} {path}", "", *_section(document, item, operation)]
    return "\n".join(lines) + "\n"


def _needs_token(document: Mapping[str, Any], operation: Mapping[str, Any]) -> str:
    return "yes" if operation.get("security", document["security"]) else "no"


def _operations(
    document: Mapping[str, Any],
) -> Iterator[tuple[str, str, Mapping[str, Any], Mapping[str, Any]]]:
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                yield method.upper(), path, item, item[method]


def _table(document: Mapping[str, Any], operations: list[Any]) -> Iterator[str]:
    yield "| method | path | token | rate limit | purpose | statuses |"
    yield "|---|---|---|---|---|---|"
    for method, path, _, operation in operations:
        token = _needs_token(document, operation)
        limit = LIMITS[operation.get("x-rate-limit")]
        statuses = ", ".join(operation["responses"])
        yield f"| {method} | `{path}` | {token} | {limit} | {operation['summary']} | {statuses} |"


def _section(
    document: Mapping[str, Any], item: Mapping[str, Any], operation: Mapping[str, Any]
) -> Iterator[str]:
    yield f"{operation['summary']}."
    if "description" in operation:
        yield from ("", operation["description"])
    parameters = [
        _resolve(document, one) for one in (*item.get("parameters", ()), *operation.get("parameters", ()))
    ]
    if parameters:
        yield from ("", "| parameter | in | value | meaning |", "|---|---|---|---|")
        for one in parameters:
            meaning = one.get("description", "")
            yield f"| `{one['name']}` | {one['in']} | {_kind(document, one['schema'])} | {meaning} |"
    if "requestBody" in operation:
        yield from ("", "Body:", "")
        yield from _fields(document, operation["requestBody"]["content"]["application/json"]["schema"])
    for status, reference in operation["responses"].items():
        response = _resolve(document, reference)
        if status.startswith("2"):
            yield from ("", f"{status}: {response['description']}:", "")
            yield from _fields(document, response["content"]["application/json"]["schema"])


def _fields(document: Mapping[str, Any], reference: Mapping[str, Any]) -> Iterator[str]:
    schema = _resolve(document, reference)
    yield "| field | value | always | meaning |"
    yield "|---|---|---|---|"
    for name, member in schema["properties"].items():
        always = "yes" if name in schema.get("required", ()) else "no"
        meaning = {**_resolve(document, member), **member}.get("description", "")
        yield f"| `{name}` | {_kind(document, member)} | {always} | {meaning} |"


def _kind(document: Mapping[str, Any], reference: Mapping[str, Any]) -> str:
    """What a value may be, in a few words."""
    schema = _resolve(document, reference)
    if "oneOf" in schema:
        return " or ".join(_kind(document, one) for one in schema["oneOf"])
    if "enum" in schema:
        return " \\| ".join(f"`{value}`" for value in schema["enum"])
    if "const" in schema:
        return f"`{schema['const']}`"
    if schema["type"] == "array":
        return f"list of {_kind(document, schema['items'])}"
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    return " or ".join(kinds) + (f" ({schema['format']})" if "format" in schema else "")


def _resolve(document: Mapping[str, Any], reference: Mapping[str, Any]) -> Mapping[str, Any]:
    if "$ref" not in reference:
        return reference
    target: Any = document
    for part in reference["$ref"].removeprefix("#/").split("/"):
        target = target[part]
    return _resolve(document, target)


if __name__ == "__main__":
    PAGE.write_text(route_document(), encoding="utf-8")

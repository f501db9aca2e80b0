"""Requests of the protocols `rest-json` and `rest-xml`, with parameters of any type, each written where its model has it."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import quote, urlencode
from xml.sax.saxutils import escape, quoteattr

import orjson
from botocore.model import OperationModel, Shape

_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
_PLACEHOLDER = re.compile(r"\{([^}+]+)(\+?)\}")
_NOT_IN_HEADERS = re.compile(r"[^\t\x20-\x7e\x80-\xff]")

Body = Callable[[OperationModel, Mapping[str, Any], Mapping[str, Shape]], bytes]
"""Writes the members that stand in the body, which are the second argument; the third are their shapes."""


def rest_json(operation: OperationModel, parameters: Any) -> dict[str, Any]:
    """Return method, path, headers and body of a request of `rest-json`."""
    return _rest(operation, parameters, _json_body, "application/json")


def rest_xml(operation: OperationModel, parameters: Any) -> dict[str, Any]:
    """Return method, path, headers and body of a request of `rest-xml`."""
    return _rest(operation, parameters, _xml_body, "application/xml")


def _rest(operation: OperationModel, parameters: Any, write: Body, content_type: str) -> dict[str, Any]:
    shapes = getattr(operation.input_shape, "members", {})
    given = parameters if isinstance(parameters, dict) else {}
    places = {name: _place_of(operation, name, shapes.get(name)) for name in given}
    payload = getattr(operation.input_shape, "serialization", {}).get("payload")
    in_body = {name: given[name] for name, place in places.items() if place == "body"}
    if not isinstance(parameters, dict):
        data = _plain(parameters).encode("utf-8", "replace")
    elif payload:
        data = _payload(operation, in_body.get(payload), shapes[payload], write)
    else:
        data = write(operation, in_body, shapes) if in_body else b""
    query = [
        pair
        for name in given
        if places[name] == "querystring"
        for pair in _query(given[name], _wire_name(shapes, name))
    ]
    path = _path(operation, given, shapes)
    return {
        "method": operation.http["method"],
        "path": f"{path}{'&' if '?' in path else '?'}{urlencode(query)}" if query else path,
        "headers": dict(
            pair for name in given if places[name] in ("header", "headers") for pair in _headers(given[name], shapes[name])
        ),
        "content_type": content_type,
        "data": data,
    }  # fmt: skip


def _place_of(operation: OperationModel, name: str, shape: Shape | None) -> str:
    return str(shape.serialization.get("location", "body")) if shape is not None else "body"


def _wire_name(shapes: Mapping[str, Shape], name: str) -> str:
    shape = shapes.get(name)
    return str(shape.serialization.get("name", name)) if shape is not None else name


def _plain(value: Any) -> str:
    if isinstance(value, bool) or value is None:
        return orjson.dumps(value).decode()
    return value if isinstance(value, str) else str(getattr(value, "text", value))


def _path(operation: OperationModel, given: Mapping[str, Any], shapes: Mapping[str, Shape]) -> str:
    """Return the path; a label that is missing or empty has a value: without one, the path is another operation's."""
    by_wire_name = {_wire_name(shapes, name): value for name, value in given.items()}

    def fill(found: re.Match[str]) -> str:
        value = by_wire_name.get(found[1])
        return quote(
            "a" if value is None or value == "" else _plain(value),
            safe="/~" if found[2] else "~",
            errors="replace",
        )

    return _PLACEHOLDER.sub(fill, operation.http["requestUri"])


def _query(value: Any, name: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, held in value.items():
            yield from _query(held, key)
    elif isinstance(value, list):
        for held in value:
            yield name, _plain(held).encode("utf-8", "replace").decode()
    elif value is not None:
        yield name, _plain(value).encode("utf-8", "replace").decode()


def _headers(value: Any, shape: Shape) -> Iterator[tuple[str, str]]:
    name = str(shape.serialization.get("name", ""))
    if shape.serialization["location"] == "headers":
        entries = value.items() if isinstance(value, dict) else []
        yield from ((_header_name(f"{name}{key}"), _header_value(held)) for key, held in entries)
    elif value is not None:
        yield name, _header_value(value)


def _header_name(name: str) -> str:
    return re.sub(r"[^\w-]", "-", name, flags=re.ASCII)


def _header_value(value: Any) -> str:
    """Return what a client can send: header fields have no line breaks, and nothing beyond Latin-1 (RFC 9110, section 5.5)."""
    return _NOT_IN_HEADERS.sub("?", _plain(value))


def _payload(operation: OperationModel, value: Any, shape: Shape, write: Body) -> bytes:
    if value is None:
        return b""
    if isinstance(value, dict) and shape.type_name == "structure":
        return write(operation, value, shape.members)  # type: ignore[attr-defined]
    return value if isinstance(value, bytes) else _plain(value).encode("utf-8", "replace")


def _json_body(_operation: OperationModel, members: Mapping[str, Any], shapes: Mapping[str, Shape]) -> bytes:
    named = {_wire_name(shapes, name): value for name, value in members.items()}
    return orjson.dumps(named, default=lambda raw: orjson.Fragment(raw.text))


def _xml_body(operation: OperationModel, members: Mapping[str, Any], shapes: Mapping[str, Shape]) -> bytes:
    shape = operation.input_shape
    payload = (
        shape.members[shape.serialization["payload"]] if shape and "payload" in shape.serialization else shape
    )  # type: ignore[attr-defined]
    root = str(payload.serialization.get("name") or payload.name) if payload else "Request"
    content = "".join(
        _element(_wire_name(shapes, name), held, shapes.get(name)) for name, held in members.items()
    )
    return f"<{root}>{content}</{root}>".encode("utf-8", "replace")  # fmt: skip


def _element(name: str, value: Any, shape: Shape | None) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        member = getattr(shape, "member", None)
        if shape is not None and shape.serialization.get("flattened"):
            return "".join(_element(name, held, member) for held in value)
        inner = str(member.serialization.get("name", "member")) if member else "member"
        return f"<{name}>{''.join(_element(inner, held, member) for held in value)}</{name}>"
    if isinstance(value, dict):
        shapes = getattr(shape, "members", {})
        attributes = {key for key in value if key in shapes and shapes[key].serialization.get("xmlAttribute")}
        namespace = f' xmlns:xsi="{_INSTANCE}"' if attributes else ""
        shown = "".join(f" {_wire_name(shapes, key)}={quoteattr(_plain(value[key]))}" for key in attributes)
        content = "".join(
            _element(_wire_name(shapes, key), held, shapes.get(key))
            for key, held in value.items()
            if key not in attributes
        )
        return f"<{name}{namespace}{shown}>{content}</{name}>"  # fmt: skip
    return f"<{name}>{escape(_plain(value))}</{name}>"

"""Requests of the REST protocol with JSON, checked against their operation's model before the operation sees them."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import cache, wraps
from typing import Any

import orjson
from werkzeug.exceptions import NotFound

from aws_stand_in import wire
from aws_stand_in.aws_request import AwsRequest, Handler
from aws_stand_in.aws_response import AwsError, AwsResponse
from aws_stand_in.model_validation import require_valid

_OUTSIDE = ("uri", "querystring", "header")
_READ: Mapping[str, Callable[[str], Any]] = {
    "integer": int,
    "long": int,
    "float": float,
    "double": float,
    "timestamp": lambda text: datetime.fromisoformat(text).timestamp(),
}
_ENCODED = ("blob", "timestamp")
IsEncoded = Callable[[Any], bool]
"""Tells whether there is something in a value that JSON has in another form."""
_TRUTHS = {"true": True, "false": False}


def checked(handler: Handler) -> Handler:
    """Return a handler that gets only the requests of its service that match their model."""

    @wraps(handler)
    def handle(request: AwsRequest) -> AwsResponse | dict[str, Any]:
        if not request.operation:
            raise AwsError(
                "UnknownOperationException", f"{request.service} has no such operation.", status=404
            )
        _keep(require_model(request), request)
        return handler(request)

    return handle


def require_model(request: AwsRequest) -> dict[str, Any]:
    """Return a request's parameters as they were sent; refuse one that does not match its operation's model.

    Raises:
        AwsError: SerializationException or ValidationException.
    """
    given = _read_parameters(request)
    require_valid(given, request.service, request.operation)
    return given


def is_payload(request: AwsRequest) -> bool:
    """Return whether the body of a request is one of its parameters, rather than an object that has them."""
    payload, _ = _decoding(request.service, request.operation)
    return payload is not None


def needs_decoding(given: Any, service: str, operation: str) -> bool:
    """Return whether a parameter of a valid request is another thing to boto3 than to JSON."""
    _, is_encoded = _decoding(service, operation)
    return is_encoded is not None and is_encoded(given)


def json_object(content: bytes) -> dict[str, Any]:
    """Return the JSON object in a body; an empty one for no body.

    Raises:
        AwsError: SerializationException.
    """
    try:
        found = orjson.loads(content or b"{}")
    except ValueError as error:
        raise _serialization_error(f"The body is not JSON: {error}") from error
    if not isinstance(found, dict):
        raise _serialization_error("Unexpected field type")
    return found


def json_body(request: AwsRequest) -> dict[str, Any]:
    """Return the parameters as the body of a request has them, with blobs in Base64.

    Raises:
        AwsError: SerializationException.
    """
    return json_object(request.http.get_data())


def _keep(given: Mapping[str, Any], request: AwsRequest) -> None:
    """Make what was given the request's parameters, if nothing in it has to be decoded or left out."""
    payload, _ = _decoding(request.service, request.operation)
    body = request.http.get_data()
    if needs_decoding(given, request.service, request.operation) or (payload is None and b"null" in body):
        return
    parameters = {name: value for name, value in given.items() if value is not None}
    request.parameters = parameters if payload is None else {**parameters, payload: body}


@cache
def _decoding(service: str, operation: str) -> tuple[str | None, IsEncoded | None]:
    """Return which member is the body itself, if one is, and what finds out whether another has to be decoded."""
    shape = wire.service_model(service).operation_model(operation).input_shape
    if shape is None:
        return None, None
    payload = shape.serialization.get("payload")
    if payload is not None:
        return payload, None if shape.members[payload].type_name == "blob" else _always
    return None, _encoded_in(shape, frozenset())


def _encoded_in(shape: Any, holders: frozenset[str]) -> IsEncoded | None:
    """Return what finds out whether a valid value of a shape has to be decoded; None if none has to."""
    if shape.type_name in _ENCODED or shape.name in holders:
        return _always
    within = holders | {shape.name}
    match shape.type_name:
        case "structure":
            return _encoded_member({name: _encoded_in(one, within) for name, one in shape.members.items()})
        case "list":
            return _encoded_item(_encoded_in(shape.member, within), iter)
        case "map":
            return _encoded_item(_encoded_in(shape.value, within), dict.values)
    return None


def _encoded_member(members: Mapping[str, IsEncoded | None]) -> IsEncoded | None:
    encoded = [(name, is_encoded) for name, is_encoded in members.items() if is_encoded]

    def is_one_encoded(value: Any) -> bool:
        return any(value.get(name) is not None and is_encoded(value[name]) for name, is_encoded in encoded)

    return is_one_encoded if encoded else None


def _encoded_item(is_encoded: IsEncoded | None, items: Callable[[Any], Iterable[Any]]) -> IsEncoded | None:
    return None if is_encoded is None else lambda value: any(map(is_encoded, items(value)))


def _always(_value: Any) -> bool:
    return True


def _read_parameters(request: AwsRequest) -> dict[str, Any]:
    """Return a request's parameters as they were sent: nothing is decoded that stands in the body."""
    body, outside = _plan(request.service, request.operation)
    given: dict[str, Any] = {}
    if body == "":
        given.update(json_body(request))
    elif body is not None:
        given[body] = json_body(request)
    places = {
        "uri": _of_path(request),
        "querystring": request.http.args if request.http.environ.get("QUERY_STRING") else {},
        "header": request.http.environ,
        "body": {"": request.http.get_data().decode("latin-1")} if body is None else {},
    }
    for name, place, key, member in outside:
        value = places[place].get(key)
        given[name] = None if value is None else _read(value, member)
    return given


@cache
def _plan(service: str, operation: str) -> tuple[str | None, list[tuple[str, str, str, Any]]]:
    """Return where an operation's parameters stand.

    Returns:
        The member that the JSON of the body is; empty if it has all members, None if the body is no JSON. Then of each member
        that stands elsewhere its name, the place, its name there, and its shape; a body that is no JSON has no name.
    """
    shape = wire.service_model(service).operation_model(operation).input_shape
    if shape is None:
        return None, []
    outside = []
    for name, member in shape.members.items():
        place = member.serialization.get("location")
        key = member.serialization.get("name", name)
        if place in _OUTSIDE:
            outside.append((name, place, _environ_key(key) if place == "header" else key, member))
    payload = shape.serialization.get("payload", "")
    if payload and shape.members[payload].type_name != "structure":
        return None, [*outside, (payload, "body", "", shape.members[payload])]
    return payload, outside


def _environ_key(header: str) -> str:
    key = header.upper().replace("-", "_")
    return key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"


def _of_path(request: AwsRequest) -> Mapping[str, Any]:
    """Return what the path has; nothing if a parameter is missing without which moto does not know the operation."""
    try:
        return wire.path_parameters_of(request.http, request.service, request.operation)
    except NotFound:
        return {}


def _read(value: str, shape: Any) -> Any:
    if shape.type_name == "boolean":
        return _TRUTHS.get(value, value)
    if shape.type_name == "list":
        return [value]
    try:
        return _READ.get(shape.type_name, str)(value)
    except ValueError:
        return value


def _serialization_error(message: str) -> AwsError:
    return AwsError("SerializationException", message, status=400)

"""Requests of the REST protocol with JSON, held against their operation's model before an operation looks at them."""

from collections.abc import Callable, Mapping
from typing import Any

import orjson

from aws_stand_in import wire
from aws_stand_in.aws_request import AwsRequest, Handler
from aws_stand_in.aws_response import AwsError, AwsResponse
from aws_stand_in.model_validation import require_valid

_OUTSIDE = ("uri", "querystring", "header")
_READ: Mapping[str, Callable[[str], Any]] = {"integer": int, "long": int, "float": float, "double": float}
_TRUTHS = {"true": True, "false": False}


def checked(handler: Handler) -> Handler:
    """Return a handler that is asked only for requests that are as their model has them.

    The handler of an operation that the service does not have is asked for anything.
    """

    def handle(request: AwsRequest) -> AwsResponse | dict[str, Any]:
        if request.operation:
            require_model(request)
        return handler(request)

    return handle


def require_model(request: AwsRequest) -> None:
    """Refuse a request that is not as its operation's model has it.

    Raises:
        AwsError: SerializationException or ValidationException.
    """
    require_valid(_given(request), request.service, request.operation)


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


def _given(request: AwsRequest) -> dict[str, Any]:
    """Return a request's parameters as they were sent: nothing is decoded that stands in the body."""
    shape = wire.service_model(request.service).operation_model(request.operation).input_shape
    if shape is None:
        return {}
    given: dict[str, Any] = {}
    payload = shape.serialization.get("payload")
    if payload is None:
        given.update(json_object(request.http.get_data()))
    elif shape.members[payload].type_name == "structure":
        given[payload] = json_object(request.http.get_data())
    places = _places(request)
    for name, member in shape.members.items():
        place = member.serialization.get("location")
        if place in _OUTSIDE:
            value = places[place].get(member.serialization.get("name", name))
            given[name] = None if value is None else _read(value, member)
    return given


def _places(request: AwsRequest) -> Mapping[str, Any]:
    from moto.core.routing import get_service_router

    _, uri = get_service_router(request.service).match(request.http)
    return {"uri": uri, "querystring": request.http.args, "header": request.http.headers}


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

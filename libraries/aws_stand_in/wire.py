"""Conversion between Python values and the bytes of each AWS protocol, driven by botocore's service models.

Moto's parsers and serializers do the work; they are the server's counterparts of botocore's own.
"""

import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from aws_stand_in.aws_response import AwsError, AwsResponse
from aws_stand_in.json_results import NotPlainError, Write, plan_for
from fault_engine import Call
from fault_engine.error_responses import ErrorDescription, error_response
from fault_engine.identification import read_body
from fault_engine.routes import path_parameters

if TYPE_CHECKING:
    from moto.core.model import ServiceModel
    from moto.core.parse import QueryParser
    from moto.core.request import Request

_PATH_PARAMETERS_KEY = "aws_stand_in.path_parameters"
_JSON_TYPES = {"json": "application/x-amz-json-{}", "rest-json": "application/json"}
_FORM_PROTOCOLS = ("query", "ec2")
EVENT_STREAM = "application/vnd.amazon.eventstream"
REQUEST_ID = "x-amzn-RequestId"
_NOT_IN_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""The characters that XML cannot hold."""


@cache
def service_model(service: str) -> "ServiceModel":
    """Return botocore's model of a service, with moto's extras."""
    from moto.core.utils import get_service_model

    return get_service_model(service)


def parameters_of(request: "Request", service: str, operation: str) -> dict[str, Any]:
    """Parse a request into the parameters of its operation, as boto3 takes them."""
    from moto.core.parse import PROTOCOL_PARSERS

    model = service_model(service)
    protocol = _protocol(service, request.content_type)
    parser = PROTOCOL_PARSERS[protocol](model.operation_model(operation), map_type=dict)
    parsed: dict[str, Any] = parser.parse(
        {
            "method": request.method,
            "values": request.values if protocol in _FORM_PROTOCOLS else request.args,
            "headers": request.headers,
            "body": request.get_data(),
            "url_path": request.path,
            "url_params": path_parameters_of(request, service, operation),
        }
    )
    return parsed


def path_parameters_of(request: "Request", service: str, operation: str) -> dict[str, Any]:
    """Return the parameters in a request's path, which is looked at once.

    Raises:
        NotFound: The service has no such path.
    """
    from moto.core.routing import get_service_router

    found: dict[str, Any] | None = request.environ.get(_PATH_PARAMETERS_KEY)
    if found is None:
        uri = service_model(service).operation_model(operation).http["requestUri"]
        found = path_parameters(uri, request.raw_path)
    if found is None:
        _, found = get_service_router(service).match(request)
    request.environ[_PATH_PARAMETERS_KEY] = found
    return found


def query_parameters_of(request: "Request", service: str, operation: str) -> dict[str, Any]:
    """Parse a request of the query protocol, whose parameters stand in the body or in the URL."""
    model = service_model(service).operation_model(operation)
    given: Any = {"values": _form_values(request)}
    parsed: dict[str, Any] = _query_parser()(model, map_type=dict).parse(given)
    return parsed


def _form_values(request: "Request") -> dict[str, str]:
    """Return the parameters in a request's URL and in its form; of several with one name the first."""
    pairs = parse_qsl(request.environ.get("QUERY_STRING", ""), keep_blank_values=True)
    pairs += parse_qsl(read_body(request.environ).decode(errors="replace"), keep_blank_values=True)
    return dict(reversed(pairs))


@cache
def _query_parser() -> "type[QueryParser]":
    """Return moto's parser with an end to gaps: an entry of a map with a name and no value has an empty one."""
    from moto.core.parse import UNDEFINED, QueryParser

    class Parser(QueryParser):
        def _parse_map(self, shape: Any, query_params: Any, prefix: str = "") -> Any:
            parsed: Any = super()._parse_map(shape, query_params, prefix)  # type: ignore[no-untyped-call]
            if parsed is UNDEFINED:
                return parsed
            empty: Any = {} if shape.value.type_name == "structure" else ""
            return {name: empty if value is UNDEFINED else value for name, value in parsed.items()}

    return Parser


def serialize_result(
    result: object, service: str, operation: str, content_type: str | None, request_id: str = ""
) -> AwsResponse:
    """Serialize the result of an operation.

    Args:
        result: The result, as boto3 returns it.
        service: The service.
        operation: The operation.
        content_type: That of the request, which decides the protocol.
        request_id: What the request is called in a body that says so.
    """
    protocol = _protocol(service, content_type)
    return _plain_json(result, service, operation, protocol) or _response(
        _serializer(service, operation, protocol, request_id).serialize(result)
    )


def _plain_json(result: object, service: str, operation: str, protocol: str) -> AwsResponse | None:
    """Return the response with a result that is plain JSON; None for any other."""
    plan = _json_plan(service, operation, protocol)
    if plan is None:
        return None
    try:
        written = plan(result)
    except NotPlainError:
        return None
    model = service_model(service)
    content_type = _JSON_TYPES[protocol].format(model.metadata.get("jsonVersion", "1.0"))
    status = model.operation_model(operation).http.get("responseCode", HTTPStatus.OK)
    return AwsResponse(status, {"Content-Type": content_type}, json.dumps(written).encode())


@cache
def _json_plan(service: str, operation: str, protocol: str) -> Write | None:
    from moto.core.serialize import SERIALIZERS, get_serializer_class

    model = service_model(service)
    operation_model = model.operation_model(operation)
    is_usual = model.protocol == protocol and get_serializer_class(service, protocol) is SERIALIZERS[protocol]
    shape = operation_model.output_shape
    if protocol not in _JSON_TYPES or not is_usual or not shape or not shape.members:
        return None
    return None if operation_model.has_event_stream_output else plan_for(shape)


def serialize_events(events: Iterator[dict[str, Any]], service: str, operation: str) -> AwsResponse:
    """Stream an operation's events, one frame at a time.

    Args:
        events: Mappings with one member, from an event's name to its content, as boto3 yields them.
    """
    return AwsResponse(200, {"Content-Type": EVENT_STREAM}, _frames(events, service, operation))


def _frames(events: Iterator[dict[str, Any]], service: str, operation: str) -> Iterator[bytes]:
    from moto.core.eventstream import EventStream, EventStreamEncoder
    from moto.core.serialize import EventStreamJSONSerializer

    model = service_model(service).operation_model(operation)
    member = model.output_shape.event_stream_name
    stream = EventStream({member: events}, model.output_shape, EventStreamJSONSerializer(model))
    encoder = EventStreamEncoder()
    return (encoder.encode_event(event) for event in stream)


def serialize_error(error: AwsError, call: Call) -> AwsResponse:
    """Serialize an error in the protocol of the service."""
    if call.service is None:
        body = json.dumps({"__type": error.code, "message": error.message}).encode()
        return AwsResponse(error.status or 400, {"Content-Type": "application/json"}, body)
    message = _NOT_IN_XML.sub("\ufffd", error.message)
    written = error_response(call, ErrorDescription(error.code, message, error.status, error.members))
    return AwsResponse(written.status, dict(written.headers), written.body)


def _response(serialized: Any) -> AwsResponse:
    body = serialized["body"]
    headers = {name: str(value) for name, value in serialized["headers"].items()}
    return AwsResponse(serialized["status_code"], headers, encoded(body))


def encoded(body: str | bytes) -> bytes:
    """Return a body as bytes; one that is XML without what XML cannot hold, which may be repeated from a request."""
    if isinstance(body, bytes):
        return body
    return (_NOT_IN_XML.sub("\ufffd", body) if body.startswith("<") else body).encode()


def _protocol(service: str, content_type: str | None) -> str:
    from moto.core.request import determine_request_protocol

    return determine_request_protocol(service_model(service), content_type)


def _serializer(service: str, operation: str, protocol: str, request_id: str) -> Any:
    from moto.core.serialize import SerializationContext, get_serializer_class

    model = service_model(service)
    serializer_class = get_serializer_class(service, protocol)
    return serializer_class(
        operation_model=model.operation_model(operation),
        context=SerializationContext(request_id),
        value_picker=_picker(),
    )


@cache
def _picker() -> Callable[[Any], Any]:
    """Return what finds a member in a result: by its name, if the result is a mapping with the names of the model."""
    from moto.core.serialize import XFormedAttributePicker

    by_any_name = XFormedAttributePicker()

    def pick(context: Any) -> Any:
        found = context.obj
        if isinstance(found, dict) and found.keys() <= context.shape.parent.members.keys():
            return found.get(context.key)
        return by_any_name(context)

    return pick

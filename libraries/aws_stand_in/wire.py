"""Conversion between Python values and the bytes of each AWS protocol, driven by botocore's service models.

Moto's parsers and serializers do the work; they are the server's counterparts of botocore's own.
"""

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from aws_stand_in.aws_response import AwsError, AwsResponse
from fault_engine import Call
from fault_engine.error_replies import ErrorDescription, error_reply

if TYPE_CHECKING:
    from moto.core.model import ServiceModel
    from moto.core.parse import QueryParser
    from moto.core.request import Request

_PATH_PARAMETERS_KEY = "aws_stand_in.path_parameters"
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
    from moto.core.request import determine_request_protocol

    model = service_model(service)
    protocol = determine_request_protocol(model, request.content_type)
    parser = PROTOCOL_PARSERS[protocol](model.operation_model(operation), map_type=dict)
    parsed: dict[str, Any] = parser.parse(
        {
            "method": request.method,
            "values": request.values,
            "headers": request.headers,
            "body": request.get_data(),
            "url_path": request.path,
            "url_params": path_parameters_of(request, service),
        }
    )
    return parsed


def path_parameters_of(request: "Request", service: str) -> dict[str, Any]:
    """Return the parameters in a request's path, which is looked at once.

    Raises:
        NotFound: The service has no such path.
    """
    from moto.core.routing import get_service_router

    found: dict[str, Any] | None = request.environ.get(_PATH_PARAMETERS_KEY)
    if found is None:
        _, found = get_service_router(service).match(request)
        request.environ[_PATH_PARAMETERS_KEY] = found
    return found


def query_parameters_of(request: "Request", service: str, operation: str) -> dict[str, Any]:
    """Parse a request of the query protocol, whose parameters stand in the body or in the URL."""
    model = service_model(service).operation_model(operation)
    parsed: dict[str, Any] = _query_parser()(model, map_type=dict).parse(
        {
            "method": request.method,
            "values": request.values,
            "headers": request.headers,
            "body": b"",
            "url_path": request.path,
            "url_params": {},
        }
    )
    return parsed


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
    return _response(_serializer(service, operation, content_type, request_id).serialize(result))


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
    written = error_reply(call, ErrorDescription(error.code, message, error.status, error.members))
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


def _serializer(service: str, operation: str, content_type: str | None, request_id: str) -> Any:
    from moto.core.request import determine_request_protocol
    from moto.core.serialize import SerializationContext, XFormedAttributePicker, get_serializer_class

    model = service_model(service)
    serializer_class = get_serializer_class(service, determine_request_protocol(model, content_type))
    return serializer_class(
        operation_model=model.operation_model(operation),
        context=SerializationContext(request_id),
        value_picker=XFormedAttributePicker(),
    )

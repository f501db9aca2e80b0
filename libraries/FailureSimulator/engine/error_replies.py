"""Any error of any AWS service as its service would put it on the wire.

Members are written by botocore's own serializers: a model is made in which the error's shape is an input, since
requests and replies of a protocol encode structures alike.
"""

import html
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from http.client import responses
from typing import Any, cast
from uuid import uuid4
from xml.etree import ElementTree as ET

from botocore.model import OperationModel, ServiceModel, Shape, StructureShape
from botocore.serialize import create_serializer

from .catalogue import service_description, service_model
from .documented_errors import COMMON_STATUSES, LEGACY_QUERY_CODES, S3_STATUSES, TYPICAL_MESSAGES
from .identification import Call
from .samples import sample_members

CBOR = "smithy-rpc-v2-cbor"
_MARKUP = re.compile(r"<[^>]+>")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s")
_SERVER_ERRORS = 500
_UNMODELLED: Mapping[str, Any] = {"type": "structure", "members": {"message": {"shape": "__Text"}}}


@dataclass(frozen=True, slots=True)
class ErrorDescription:
    """An error that a service shall answer."""

    code: str
    """As boto3 names the exception (`NoSuchKey`) or as it stands on the wire; need not be modelled."""
    message: str | None = None
    status: int | None = None
    members: Mapping[str, Any] = field(default_factory=dict)
    """Further members by their names in the model, e.g. `{"retryAfterSeconds": 30}`."""


@dataclass(frozen=True, slots=True)
class Reply:
    """One whole HTTP response."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    @property
    def status_line(self) -> str:
        """As WSGI's `start_response` takes it: `429 Too Many Requests`."""
        return f"{self.status} {responses.get(self.status, 'Unknown')}"

    def header(self, name: str) -> str | None:
        """The value of a header, whatever its case."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)

    def without(self, *names: str) -> "Reply":
        """The same reply without these headers."""
        dropped = {name.lower() for name in names}
        return replace(self, headers=tuple(pair for pair in self.headers if pair[0].lower() not in dropped))


@dataclass(frozen=True, slots=True)
class _Error:
    """What there is to say about an error once the model has been asked."""

    service: str
    shape_name: str | None
    name: str
    wire_code: str
    status: int
    message: str
    members: Mapping[str, Any]
    request_id: str


def error_reply(call: Call, description: ErrorDescription) -> Reply:
    """Write an error as the called service would.

    Args:
        call: The call to be answered; it says which service, which operation, and in which protocol.
        description: The error.

    Returns:
        The response, with the status that the model or AWS's documentation gives the error.

    Raises:
        ValueError: The call is no AWS call, or a member is not one of the error's.
    """
    if call.service is None:
        raise ValueError(f"{call.name} is no AWS call, so it has no AWS error.")
    error = _resolve(call, description)
    status, headers, body = _WRITERS[call.protocol or "rest-json"](error)
    return Reply(status, tuple(headers.items()), b"" if call.method == "HEAD" else body)


class ErrorShape(StructureShape):
    """The structure of a modelled error, which has a code of its own on the wire."""

    error_code: str


def error_shapes(model: ServiceModel | OperationModel) -> list[ErrorShape]:
    """The errors of a service or of one operation."""
    return cast("list[ErrorShape]", model.error_shapes)


def find_error_shape(service: str, operation: str | None, code: str) -> ErrorShape | None:
    """The shape of an error, sought among the operation's own errors first and then among the service's."""
    model = service_model(service)
    own: list[ErrorShape] = []
    if operation in model.operation_names:
        own = error_shapes(model.operation_model(operation))
    for shapes in (own, error_shapes(model)):
        by_name = {shape.error_code: shape for shape in shapes} | {shape.name: shape for shape in shapes}
        if code in by_name:
            return by_name[code]
    return None


def modelled_status(service: str, name: str) -> int | None:
    """The status that a model gives an error: `httpStatusCode`, else 500 for a fault of the service."""
    shape = service_description(service)["shapes"][name]
    stated = shape.get("error", {}).get("httpStatusCode")
    if stated is not None:
        return int(stated)
    return 500 if shape.get("fault") else None


def _find_among_candidates(call: Call, code: str) -> tuple[str, ErrorShape | None]:
    """The service that answers: of those that the request may be for, the first that models the error."""
    for service, operation in call.candidates:
        if shape := find_error_shape(service, operation, code):
            return service, shape
    return call.candidates[0][0], None


def _resolve(call: Call, description: ErrorDescription) -> _Error:
    service, shape = _find_among_candidates(call, description.code)
    name = shape.name if shape else description.code
    wire_code = shape.error_code if shape else description.code
    status = description.status or _status(service, name, shape)
    message = description.message or _message(name, shape)
    members = _members(service, shape, description.members, wire_code, message) if shape else {}
    return _Error(
        service, shape.name if shape else None, name, wire_code, status, message, members, str(uuid4())
    )


def _members(
    service: str, shape: ErrorShape, stated: Mapping[str, Any], wire_code: str, message: str
) -> dict[str, Any]:
    unknown = sorted(stated.keys() - shape.members.keys())
    if unknown:
        raise ValueError(
            f"{service} {shape.name} has no member {', '.join(unknown)}; it has {', '.join(shape.members) or 'none'}."
        )
    members = sample_members(shape, required_only=True) | dict(stated)
    for name, member in shape.members.items():
        if name.lower() == "message":
            members[name] = message
        elif _is_code(name, member):
            members[name] = wire_code
    return members


def _is_code(name: str, member: Shape) -> bool:
    bound_to = member.serialization.get("name", "").lower()
    return member.type_name == "string" and (name.lower() == "code" or bound_to == "x-amzn-errortype")


def _status(service: str, name: str, shape: ErrorShape | None) -> int:
    modelled = modelled_status(service, shape.name) if shape else None
    if modelled is not None:
        return modelled
    if service == "s3" and name in S3_STATUSES:
        return S3_STATUSES[name]
    return 400 if shape else COMMON_STATUSES.get(name, 400)


def _message(name: str, shape: ErrorShape | None) -> str:
    if name in TYPICAL_MESSAGES:
        return TYPICAL_MESSAGES[name]
    documentation = html.unescape(_MARKUP.sub("", shape.documentation)).strip() if shape else ""
    return _SENTENCE_END.split(" ".join(documentation.split()), maxsplit=1)[0] or name


@lru_cache(maxsize=512)
def _error_as_operation(service: str, shape_name: str | None) -> OperationModel:
    """An operation whose input is the error: its members and the code, which stands in `__type`."""
    description = service_description(service)
    shapes = description["shapes"]
    error = shapes[shape_name] if shape_name else _UNMODELLED
    own: dict[str, Any] = {
        "__Text": {"type": "string"},
        "__Error": {**error, "members": {"__type": {"shape": "__Text"}, **error["members"]}, "required": []},
    }
    operation = {
        "name": "Error",
        "http": {"method": "POST", "requestUri": "/"},
        "input": {"shape": "__Error", "locationName": "Error"},
    }
    metadata = {"targetPrefix": service, "jsonVersion": "1.1", **description["metadata"]}
    model = ServiceModel(
        {"metadata": metadata, "operations": {"Error": operation}, "shapes": {**shapes, **own}}, service
    )
    return model.operation_model("Error")


def _serialize(protocol: str, error: _Error, members: Mapping[str, Any]) -> tuple[dict[str, str], bytes]:
    serializer = create_serializer(protocol, include_validation=False)
    request = serializer.serialize_to_request(members, _error_as_operation(error.service, error.shape_name))
    return dict(request["headers"]), request["body"]


def _body_members(error: _Error) -> dict[str, Any]:
    return dict(error.members) if error.shape_name else {"message": error.message}


def _write_json(error: _Error) -> tuple[int, dict[str, str], bytes]:
    metadata = service_description(error.service)["metadata"]
    version = metadata.get("jsonVersion", "1.0")
    typed = {"__type": _qualified(error.wire_code, metadata, version)}
    _, body = _serialize("json", error, typed | _body_members(error))
    headers = {
        "Content-Type": f"application/x-amz-json-{version}",
        "x-amzn-RequestId": error.request_id,
        **_query_compatible(error),
    }
    if error.service == "dynamodb":
        headers["x-amz-crc32"] = str(zlib.crc32(body))
    return error.status, headers, body


def _qualified(code: str, metadata: Mapping[str, Any], json_version: str) -> str:
    if json_version != "1.0":
        return code
    prefix = str(metadata.get("targetPrefix", metadata["endpointPrefix"])).lower().replace("_", ".v")
    return f"com.amazonaws.{prefix}#{code}"


def _query_compatible(error: _Error) -> dict[str, str]:
    if not service_model(error.service).is_query_compatible:
        return {}
    code = LEGACY_QUERY_CODES.get(error.service, {}).get(error.name, error.wire_code)
    return {"x-amzn-query-error": f"{code};{_fault_side(error)}"}


def _write_cbor(error: _Error) -> tuple[int, dict[str, str], bytes]:
    _, body = _serialize(CBOR, error, {"__type": error.wire_code} | _body_members(error))
    headers = {
        "Content-Type": "application/cbor",
        "smithy-protocol": "rpc-v2-cbor",
        "x-amzn-RequestId": error.request_id,
        **_query_compatible(error),
    }
    return error.status, headers, body


def _write_rest_json(error: _Error) -> tuple[int, dict[str, str], bytes]:
    bound, body = _serialize("rest-json", error, _body_members(error))
    headers = {
        "Content-Type": "application/json",
        "x-amzn-RequestId": error.request_id,
        "x-amzn-ErrorType": error.wire_code,
        **bound,
    }
    return error.status, headers, body


def _write_rest_xml(error: _Error) -> tuple[int, dict[str, str], bytes]:
    bound, element = _error_element(error)
    if error.service == "s3":
        headers, root = _s3_envelope(error, element)
    else:
        headers, root = {"x-amzn-RequestId": error.request_id}, _envelope(error, element)
    return error.status, {"Content-Type": "application/xml", **headers, **bound}, _document(root)


def _s3_envelope(error: _Error, element: ET.Element) -> tuple[dict[str, str], ET.Element]:
    host_id = error.request_id.encode().hex()
    if kind := element.find("Type"):
        element.remove(kind)
    _append(element, RequestId=error.request_id, HostId=host_id)
    return {"x-amz-request-id": error.request_id, "x-amz-id-2": host_id}, element


def _write_query(error: _Error) -> tuple[int, dict[str, str], bytes]:
    _, element = _error_element(error)
    headers = {"Content-Type": "text/xml", "x-amzn-RequestId": error.request_id}
    return error.status, headers, _document(_envelope(error, element))


def _write_ec2(error: _Error) -> tuple[int, dict[str, str], bytes]:
    response = ET.Element("Response")
    entry = ET.SubElement(ET.SubElement(response, "Errors"), "Error")
    _append(entry, Code=error.wire_code, Message=error.message)
    _append(response, RequestID=error.request_id)
    return error.status, {"Content-Type": "text/xml;charset=UTF-8"}, _document(response)


def _error_element(error: _Error) -> tuple[dict[str, str], ET.Element]:
    """The `<Error>` element: code and message first, then the members that the model adds."""
    headers, body = _serialize("rest-xml", error, _body_members(error))
    element = ET.Element("Error")
    if error.service != "s3":
        _append(element, Type=_fault_side(error))
    _append(element, Code=error.wire_code, Message=error.message)
    written = {child.tag for child in element}
    if body:
        members = ET.fromstring(body)  # noqa: S314 — written by botocore a moment ago
        element.extend(child for child in members if child.tag not in written)
    return headers, element


def _envelope(error: _Error, element: ET.Element) -> ET.Element:
    namespace = service_description(error.service)["metadata"].get("xmlNamespace")
    if isinstance(namespace, Mapping):
        namespace = namespace["uri"]
    root = ET.Element("ErrorResponse", {"xmlns": namespace} if namespace else {})
    root.append(element)
    _append(root, RequestId=error.request_id)
    return root


def _append(parent: ET.Element, **texts: str) -> None:
    for tag, text in texts.items():
        ET.SubElement(parent, tag).text = text


def _document(root: ET.Element) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}'.encode()


def _fault_side(error: _Error) -> str:
    return "Receiver" if error.status >= _SERVER_ERRORS else "Sender"


_WRITERS = {
    "json": _write_json,
    CBOR: _write_cbor,
    "rest-json": _write_rest_json,
    "rest-xml": _write_rest_xml,
    "query": _write_query,
    "ec2": _write_ec2,
}

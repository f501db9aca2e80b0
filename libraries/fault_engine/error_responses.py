"""Any error of any AWS service, as that service would write it on the wire.

Members are written by botocore's own serializers, with a model in which the error's shape is an input: a protocol
encodes structures in requests and responses alike.
"""

import re
import zlib
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any
from xml.etree import ElementTree as ET

from botocore.model import OperationModel, ServiceModel
from botocore.serialize import create_serializer

from fault_engine.catalogue import service_description, service_model
from fault_engine.documented_errors import LEGACY_QUERY_CODES
from fault_engine.identification import Call
from fault_engine.modelled_errors import ErrorDescription, ResolvedError, resolve_error
from fault_engine.responses import HttpResponse

__all__ = ["ErrorDescription", "error_response"]

CBOR = "smithy-rpc-v2-cbor"
_SERVER_ERRORS = 500
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ALWAYS: Mapping[str, Any] = {"__type": {"shape": "__Text"}, "message": {"shape": "__Text"}}
_UNMODELLED: Mapping[str, Any] = {"type": "structure", "members": {}}


def error_response(call: Call, description: ErrorDescription) -> HttpResponse:
    """Write an error as the called service would.

    Args:
        call: The call to answer; it determines service, operation and protocol.
        description: The error.

    Returns:
        The response, with the status that the model or AWS's documentation gives the error.

    Raises:
        ValueError: The call is not an AWS call, or the error has no such member.
    """
    if call.service is None:
        raise ValueError(f"{call.name} is not an AWS call, so it cannot get an AWS error.")
    error = resolve_error(call, description)
    status, headers, body = _WRITERS[call.protocol or "rest-json"](error)
    return HttpResponse(status, tuple(headers.items()), b"" if call.method == "HEAD" else body)


@lru_cache(maxsize=512)
def _error_as_operation(service: str, shape_name: str | None) -> OperationModel:
    """Return an operation whose input is the error: its members, and the code in `__type`."""
    description = service_description(service)
    shapes = description["shapes"]
    error = shapes[shape_name] if shape_name else _UNMODELLED
    own: dict[str, Any] = {
        "__Text": {"type": "string"},
        "__Error": {**error, "members": {**_ALWAYS, **error["members"]}, "required": []},
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


def _serialize(
    protocol: str, error: ResolvedError, members: Mapping[str, Any]
) -> tuple[dict[str, str], bytes]:
    serializer = create_serializer(protocol, include_validation=False)
    request = serializer.serialize_to_request(members, _error_as_operation(error.service, error.shape_name))
    return dict(request["headers"]), request["body"]


def _body_members(error: ResolvedError) -> dict[str, Any]:
    """Return the members, and the message where the model has no member for it."""
    has_message = any(name.lower() == "message" for name in error.members)
    return dict(error.members) if has_message else {**error.members, "message": error.message}


def _write_json(error: ResolvedError) -> tuple[int, dict[str, str], bytes]:
    metadata = service_description(error.service)["metadata"]
    version = metadata.get("jsonVersion", "1.0")
    typed = {"__type": _qualified(_type_name(error), metadata, version)}
    _, body = _serialize("json", error, typed | _body_members(error))
    headers = {
        "Content-Type": f"application/x-amz-json-{version}",
        "x-amzn-RequestId": error.request_id,
        **_query_compatible(error),
    }
    if error.service == "dynamodb":
        headers["x-amz-crc32"] = str(zlib.crc32(body))
    return error.status, headers, body


def _type_name(error: ResolvedError) -> str:
    """Return the name of an error; one that once had another code in the query protocol has that in a header."""
    if error.shape_name and service_model(error.service).is_query_compatible:
        return error.shape_name
    return error.wire_code


def _qualified(code: str, metadata: Mapping[str, Any], json_version: str) -> str:
    if json_version != "1.0":
        return code
    prefix = str(metadata.get("targetPrefix", metadata["endpointPrefix"])).lower().replace("_", ".v")
    return f"com.amazonaws.{prefix}#{code}"


def _query_compatible(error: ResolvedError) -> dict[str, str]:
    if not service_model(error.service).is_query_compatible:
        return {}
    return {"x-amzn-query-error": f"{_query_code(error)};{_fault_side(error)}"}


def _query_code(error: ResolvedError) -> str:
    return LEGACY_QUERY_CODES.get(error.service, {}).get(error.name, error.wire_code)


def _write_cbor(error: ResolvedError) -> tuple[int, dict[str, str], bytes]:
    _, body = _serialize(CBOR, error, {"__type": _type_name(error)} | _body_members(error))
    headers = {
        "Content-Type": "application/cbor",
        "smithy-protocol": "rpc-v2-cbor",
        "x-amzn-RequestId": error.request_id,
        **_query_compatible(error),
    }
    return error.status, headers, body


def _write_rest_json(error: ResolvedError) -> tuple[int, dict[str, str], bytes]:
    bound, body = _serialize("rest-json", error, _body_members(error))
    headers = {
        "Content-Type": "application/json",
        "x-amzn-RequestId": error.request_id,
        "x-amzn-ErrorType": error.wire_code,
        **bound,
    }
    return error.status, headers, body


def _write_rest_xml(error: ResolvedError) -> tuple[int, dict[str, str], bytes]:
    bound, element = _error_element(error)
    if error.service == "s3":
        headers, root = _s3_envelope(error, element)
    else:
        headers, root = {"x-amzn-RequestId": error.request_id}, _envelope(error, element)
    return error.status, {"Content-Type": "application/xml", **headers, **bound}, _document(root)


def _s3_envelope(error: ResolvedError, element: ET.Element) -> tuple[dict[str, str], ET.Element]:
    host_id = error.request_id.encode().hex()
    if kind := element.find("Type"):
        element.remove(kind)
    _append(element, RequestId=error.request_id, HostId=host_id)
    return {"x-amz-request-id": error.request_id, "x-amz-id-2": host_id}, element


def _write_query(error: ResolvedError) -> tuple[int, dict[str, str], bytes]:
    """Write an error of the query protocol, whose only message is `<Message>`, whatever the model calls it."""
    _, element = _error_element(replace(error, wire_code=_query_code(error)))
    for repeated in element.findall("message"):
        element.remove(repeated)
    if error.service == "sqs":
        _append(element, Detail="")
    headers = {"Content-Type": "text/xml", "x-amzn-RequestId": error.request_id}
    return error.status, headers, _document(_envelope(error, element))


def _write_ec2(error: ResolvedError) -> tuple[int, dict[str, str], bytes]:
    response = ET.Element("Response")
    entry = ET.SubElement(ET.SubElement(response, "Errors"), "Error")
    _append(entry, Code=error.wire_code, Message=error.message)
    _append(response, RequestID=error.request_id)
    return error.status, {"Content-Type": "text/xml;charset=UTF-8"}, _document(response)


def _error_element(error: ResolvedError) -> tuple[dict[str, str], ET.Element]:
    """The `<Error>` element: code and message first, then the members that the model adds."""
    headers, body = _serialize("rest-xml", error, dict(error.members))
    element = ET.Element("Error")
    if error.service != "s3":
        _append(element, Type=_fault_side(error))
    _append(element, Code=error.wire_code, Message=error.message)
    written = {child.tag for child in element}
    if body:
        members = ET.fromstring(xml_text(body.decode()))  # noqa: S314 — written by botocore a moment ago
        element.extend(child for child in members if child.tag not in written)
    return headers, element


def _envelope(error: ResolvedError, element: ET.Element) -> ET.Element:
    namespace = service_description(error.service)["metadata"].get("xmlNamespace")
    if isinstance(namespace, Mapping):
        namespace = namespace["uri"]
    root = ET.Element("ErrorResponse", {"xmlns": namespace} if namespace else {})
    root.append(element)
    _append(root, RequestId=error.request_id)
    return root


def _append(parent: ET.Element, **texts: str) -> None:
    for tag, text in texts.items():
        ET.SubElement(parent, tag).text = xml_text(text)


def xml_text(text: str) -> str:
    """Return a text with U+FFFD in the place of characters that XML does not have."""
    return _NOT_XML.sub("\ufffd", text)


def _document(root: ET.Element) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}'.encode()


def _fault_side(error: ResolvedError) -> str:
    return "Receiver" if error.status >= _SERVER_ERRORS else "Sender"


_WRITERS = {
    "json": _write_json,
    CBOR: _write_cbor,
    "rest-json": _write_rest_json,
    "rest-xml": _write_rest_xml,
    "query": _write_query,
    "ec2": _write_ec2,
}

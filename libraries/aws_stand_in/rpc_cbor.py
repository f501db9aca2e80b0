"""Requests of the protocol Smithy RPC v2 CBOR, answered as if they were JSON: what stands in them is the same.

Smithy 2.0, "Smithy RPC v2 CBOR protocol". botocore's own parsers and serializers do the work.
"""

from functools import cache
from typing import TYPE_CHECKING, Any

from aws_stand_in import wire
from aws_stand_in.aws_response import AwsError, AwsResponse
from fault_engine import Call
from fault_engine.error_responses import CBOR
from fault_engine.identification import read_body, replace_body

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment
    from botocore.model import OperationModel

JSON = "json"
_OK = 200
_FIRST_ERROR = 300
_HEADERS = {"Content-Type": "application/cbor", "smithy-protocol": "rpc-v2-cbor"}
_IS_TRANSLATED = "mockaws.is_translated"


def speaks_cbor(call: Call) -> bool:
    """Return whether a call is of this protocol."""
    return call.protocol == CBOR


def translate_request(call: Call, environ: "WSGIEnvironment") -> None:
    """Make a request one of the JSON protocol.

    Raises:
        AwsError: Its body is not CBOR, or the service has no such operation.
    """
    if environ.get(_IS_TRANSLATED):
        return
    if call.operation not in wire.service_model(call.service or "").operation_names:
        raise AwsError("UnknownOperationException", f"There is no operation {call.name}.", status=404)
    model = _operation(call)
    serialized = _serializer(JSON).serialize_to_request(_parameters(call, read_body(environ)), model)
    replace_body(environ, serialized["body"])
    environ["CONTENT_TYPE"] = serialized["headers"]["Content-Type"]
    environ["HTTP_X_AMZ_TARGET"] = serialized["headers"]["X-Amz-Target"]
    environ["PATH_INFO"] = environ["RAW_URI"] = environ["REQUEST_URI"] = "/"
    environ[_IS_TRANSLATED] = True


def translate_response(call: Call, response: AwsResponse) -> AwsResponse:
    """Return a response of the JSON protocol in this one."""
    model = _operation(call)
    headers = {name.lower(): value for name, value in response.headers.items()}
    described = {"status_code": response.status, "headers": headers, "body": response.content()}
    parsed: dict[str, Any] = _parser(JSON).parse(described, model.output_shape)
    if response.status >= _FIRST_ERROR:
        error = parsed["Error"]
        return wire.serialize_error(AwsError(error["Code"], error["Message"], status=response.status), call)
    del parsed["ResponseMetadata"]
    if model.output_shape is None:
        return AwsResponse(_OK, dict(_HEADERS), b"\xa0")
    written = _serializer(CBOR).serialize_to_request(
        parsed, _swap_output_and_input(call.service, call.operation)
    )
    return AwsResponse(_OK, dict(_HEADERS), bytes(written["body"]))


def _parameters(call: Call, body: bytes) -> dict[str, Any]:
    described = {"status_code": _OK, "headers": {}, "body": body or b"\xa0"}
    try:
        parsed: dict[str, Any] = _parser(CBOR).parse(described, _operation(call).input_shape)
    except Exception as error:
        raise AwsError("SerializationException", f"The body is not CBOR: {error}", status=400) from error
    parsed.pop("ResponseMetadata", None)
    return parsed


def _operation(call: Call) -> "OperationModel":
    model: OperationModel = wire.service_model(call.service or "").operation_model(call.operation or "")
    return model


@cache
def _swap_output_and_input(service: str, operation: str) -> "OperationModel":
    """Return an operation whose input is the output of another: a protocol writes structures in both directions alike."""
    from botocore.model import OperationModel

    model = wire.service_model(service)
    shape = model.operation_model(operation).output_shape
    described = {
        "name": operation,
        "http": {"method": "POST", "requestUri": "/"},
        "input": {"shape": shape.name},
    }
    return OperationModel(described, model, operation)


@cache
def _serializer(protocol: str) -> Any:
    from botocore.serialize import create_serializer

    return create_serializer(protocol, include_validation=False)


@cache
def _parser(protocol: str) -> Any:
    from botocore.parsers import create_parser

    return create_parser(protocol)

"""Bodies that SDKs have compressed: those of 10 KB and more, of operations whose model takes them compressed."""

import zlib
from http import HTTPStatus
from typing import TYPE_CHECKING

from aws_stand_in import wire
from aws_stand_in.aws_response import AwsError
from fault_engine import Call
from fault_engine.identification import read_body, replace_body

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

LARGEST_BYTES = 16 * 1024**2
"""How long a body may be once it is decompressed."""
_ENCODING = "HTTP_CONTENT_ENCODING"
_GZIP = "gzip"
_GZIP_WINDOW = zlib.MAX_WBITS | 16


def decompress(call: Call, environ: "WSGIEnvironment") -> None:
    """Decompress the body of a request, unless the operation itself deals with its encoding, as for objects in S3.

    Raises:
        AwsError: The body is not what its header says, or too long.
    """
    if environ.get(_ENCODING) != _GZIP or not _may_be_compressed(call):
        return
    replace_body(environ, _decompressed(read_body(environ)))
    del environ[_ENCODING]


def _decompressed(body: bytes) -> bytes:
    stream = zlib.decompressobj(_GZIP_WINDOW)
    try:
        found = stream.decompress(body, LARGEST_BYTES + 1)
    except zlib.error as error:
        raise _refused(str(error)) from error
    if len(found) > LARGEST_BYTES:
        message = f"The body has more than {LARGEST_BYTES} bytes when it is decompressed."
        raise AwsError("RequestEntityTooLarge", message, status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    if not stream.eof:
        raise _refused("it ends too early")
    return found


def _refused(reason: str) -> AwsError:
    message = f"The body is not gzip: {reason}"
    return AwsError("SerializationException", message, status=HTTPStatus.BAD_REQUEST)


def _may_be_compressed(call: Call) -> bool:
    model = wire.service_model(call.service or "")
    if call.operation not in model.operation_names:
        return False
    compression = model.operation_model(call.operation).request_compression or {}
    return _GZIP in compression.get("encodings", ())

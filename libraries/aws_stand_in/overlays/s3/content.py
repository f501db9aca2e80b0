"""The content of a request: taken out of its framing, and compared with what the request says about it.

Source: Amazon S3 API reference, "Signature calculations for trailing headers" and "PutObject".
"""

import re
from collections.abc import Mapping

from aws_stand_in.overlays.s3.call import S3Call
from aws_stand_in.overlays.s3.checksums import (
    PREFIX,
    Checksum,
    check_checksum,
    check_md5,
    check_sha256,
    stated_checksum,
)
from aws_stand_in.overlays.s3.errors import S3Error, invalid_argument, invalid_request

_SHA256 = re.compile(r"[0-9a-f]{64}")
_SIZE = re.compile(r"[0-9]{1,19}")
_CHUNK_SIZE = re.compile(rb"([0-9A-Fa-f]{1,16})(?:;.*)?")
_NOT_HASHED = ("UNSIGNED-PAYLOAD",)
_STREAMING = "STREAMING-"


def read_content(call: S3Call) -> Checksum | None:
    """Take the content out of its framing and check it; return the checksum that the request states.

    Raises:
        S3Error: The content is not whole, or not what the request says.
    """
    hashed = call.headers.get("x-amz-content-sha256", "")
    if hashed.startswith(_STREAMING):
        call.body, call.trailers = _without_framing(call)
    elif _SHA256.fullmatch(hashed):
        check_sha256(call.body, hashed)
    elif hashed and hashed not in _NOT_HASHED:
        raise invalid_argument(
            "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, "
            "STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER or a valid sha256 value.",
            "x-amz-content-sha256",
            hashed,
        )
    check_md5(call.body, call.headers.get("Content-MD5"))
    return stated_checksum({**call.fields, **call.trailers})


def check_content(call: S3Call) -> None:
    """Check the content of a request whose checksum is about its body and not kept."""
    stated = read_content(call)
    if stated is not None:
        check_checksum(call.body, stated)


def _without_framing(call: S3Call) -> tuple[bytes, Mapping[str, str]]:
    size = call.headers.get("x-amz-decoded-content-length", "")
    if not _SIZE.fullmatch(size):
        raise S3Error("MissingContentLength", "You must provide the Content-Length HTTP header.", status=411)
    content, trailers = _chunks(call.body)
    if len(content) != int(size):
        raise S3Error(
            "IncompleteBody",
            "You did not provide the number of bytes specified by the x-amz-decoded-content-length HTTP header",
        )
    announced = call.headers.get("x-amz-trailer", "").strip().lower()
    if announced and not announced.startswith(PREFIX):
        raise invalid_request("The value specified in the x-amz-trailer header is not supported")
    if announced and announced not in trailers:
        raise S3Error(
            "MalformedTrailerError",
            "The request contained trailing data that was not well-formed or did not conform to our published schema.",
        )
    return content, trailers


def _chunks(body: bytes) -> tuple[bytes, dict[str, str]]:
    """Return the content of chunks, and the trailers behind the last one."""
    content: list[bytes] = []
    position = 0
    while True:
        end = body.find(b"\r\n", position)
        size = _CHUNK_SIZE.fullmatch(body[position:end]) if end >= 0 else None
        if size is None:
            raise _cut_off()
        length, start = int(size[1], 16), end + 2
        if length == 0:
            return b"".join(content), _trailers(body[start:])
        if body[start + length : start + length + 2] != b"\r\n":
            raise _cut_off()
        content.append(body[start : start + length])
        position = start + length + 2


def _cut_off() -> S3Error:
    return S3Error("IncompleteBody", "The request body terminated unexpectedly")


def _trailers(tail: bytes) -> dict[str, str]:
    lines = (line.decode("latin-1").partition(":") for line in tail.splitlines())
    return {name.strip().lower(): value.strip() for name, found, value in lines if found}

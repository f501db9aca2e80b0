"""The content of a request: taken out of its framing, and compared with what the request says about it.

Source: Amazon S3 API reference, "Signature calculations for trailing headers" and "PutObject".
"""

import re
from collections.abc import Mapping, Sequence

from aws_stand_in.overlays.s3.call import S3Call
from aws_stand_in.overlays.s3.checksums import (
    PREFIX,
    Checksum,
    check_checksum,
    check_md5,
    check_sha256,
    stated_checksum,
)
from aws_stand_in.overlays.s3.chunks import BodyChunk, ChunkSigner, chunks_of
from aws_stand_in.overlays.s3.errors import S3Error, invalid_argument, invalid_request, malformed_trailer
from aws_stand_in.overlays.s3.numbers import WHOLE_NUMBER
from aws_stand_in.overlays.s3.signatures import signed_header

_SHA256 = re.compile(r"[0-9a-f]{64}")
_NOT_HASHED = ("UNSIGNED-PAYLOAD",)
_SIGNED_CHUNKS = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"
_SIGNED_TRAILERS = f"{_SIGNED_CHUNKS}-TRAILER"
_IN_CHUNKS = (
    "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
    _SIGNED_CHUNKS,
    _SIGNED_TRAILERS,
    "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD",
    "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD-TRAILER",
)


def read_content(call: S3Call) -> Checksum | None:
    """Take the content out of its framing and check it; return the checksum that the request states.

    Raises:
        S3Error: The content is not whole, or not what the request says.
    """
    hashed = call.headers.get("x-amz-content-sha256", "")
    if hashed in _IN_CHUNKS:
        call.body, call.trailers = _remove_framing(call, hashed)
    elif _SHA256.fullmatch(hashed):
        check_sha256(call.body, hashed)
    elif hashed and hashed not in _NOT_HASHED:
        raise invalid_argument(
            "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, "
            "STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER, "
            "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD, STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD-TRAILER or a valid sha256 value.",
            "x-amz-content-sha256",
            hashed,
        )
    check_md5(call.body, call.headers.get("content-md5"))
    return stated_checksum({**call.fields, **call.trailers})


def check_content(call: S3Call) -> None:
    """Check the content of a request whose checksum is about its body and not kept."""
    stated = read_content(call)
    if stated is not None:
        check_checksum(call.body, stated)


def _remove_framing(call: S3Call, kind: str) -> tuple[bytes, Mapping[str, str]]:
    size = call.headers.get("x-amz-decoded-content-length", "")
    if not WHOLE_NUMBER.fullmatch(size):
        raise S3Error("MissingContentLength", "You must provide the Content-Length HTTP header.", status=411)
    chunks, trailers = chunks_of(call.body)
    content = b"".join(chunk.content for chunk in chunks)
    if len(content) != int(size):
        raise S3Error(
            "IncompleteBody",
            "You did not provide the number of bytes specified by the x-amz-decoded-content-length HTTP header",
        )
    announced = call.headers.get("x-amz-trailer", "").strip().lower()
    if announced and not announced.startswith(PREFIX):
        raise invalid_request("The value specified in the x-amz-trailer header is not supported")
    if announced and announced not in trailers:
        raise malformed_trailer()
    if kind in (_SIGNED_CHUNKS, _SIGNED_TRAILERS):
        _check_signatures(call, chunks, trailers if kind == _SIGNED_TRAILERS else None)
    return content, trailers


def _check_signatures(call: S3Call, chunks: Sequence[BodyChunk], trailers: Mapping[str, str] | None) -> None:
    header = signed_header(call.aws.http.environ)
    if header is not None:
        secret = call.secrets.secret_of(header.access_key, call.aws.account_id)
        signer = ChunkSigner(secret, header.credential, call.headers.get("x-amz-date", ""), header.signature)
        signer.check(chunks, trailers)

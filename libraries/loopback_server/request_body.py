"""The body of one request: a stream that ends where the request ends, so that the next request can follow."""

import io
import re
from typing import Any

from loopback_server.request_head import Headers

MOST_BYTES = 5 * 1024**3
"""The longest body: what S3 takes in one request to put an object or a part, more than any other service of AWS."""
PIECE_BYTES = 1024 * 1024
"""How much is read at once, so that no more memory is taken than the body needs."""
LONGEST_LINE = 4096
MOST_TRAILERS = 100

_LENGTH = re.compile(r"[0-9]{1,18}")
_CHUNK_SIZE = re.compile(rb"([0-9A-Fa-f]{1,15})[ \t]*(?:;[^\r\n]*)?\r?\n")
_NO_LINE = (b"\r\n", b"\n")


class MalformedRequestError(Exception):
    """The request is not HTTP as RFC 9112 has it."""


class RequestTimeoutError(Exception):
    """The client has stopped sending in the middle of its request."""


def request_body(headers: Headers, stream: io.BufferedIOBase, version: str = "HTTP/1.1") -> io.BufferedIOBase:
    """Return the body of the request whose headers have just been read from a stream.

    Args:
        headers: Its headers.
        stream: Where the body comes from.
        version: Its version: `HTTP/1.0` has no chunks.

    Raises:
        MalformedRequestError: The length of the body can be understood in two ways, which may be an attack (RFC 9112,
            section 6.3), or not at all, or it is longer than anything that can be meant.
    """
    lengths = {length.strip(" \t") for length in headers.get_all("content-length")}
    codings = [coding.strip(" \t").lower() for coding in headers.get_all("transfer-encoding")]
    if codings:
        if lengths or codings != ["chunked"] or version < "HTTP/1.1":
            raise MalformedRequestError(
                "The body has another transfer coding than chunked, or a length as well, or its version has no codings."
            )
        return io.BufferedReader(_ChunkedBody(stream))
    if not lengths:
        return io.BytesIO()
    length = lengths.pop()
    if lengths or not _LENGTH.fullmatch(length) or int(length) > MOST_BYTES:
        raise MalformedRequestError("The body has no length, or two of them, or one beyond all limits.")
    return _SizedBody(stream, int(length))


class _SizedBody(io.BufferedIOBase):
    """A body whose length is known."""

    def __init__(self, stream: io.BufferedIOBase, length: int) -> None:
        self._stream = stream
        self._left = length

    def readable(self) -> bool:
        return True

    def read(self, size: int | None = -1, /) -> bytes:
        wanted = self._left if size is None or size < 0 else min(size, self._left)
        pieces = []
        while wanted:
            piece = _read(self._stream, min(wanted, PIECE_BYTES))
            if not piece:
                raise ConnectionError("The client closed the connection before it had sent the whole body.")
            pieces.append(piece)
            wanted -= len(piece)
            self._left -= len(piece)
        return b"".join(pieces)


class _ChunkedBody(io.RawIOBase):
    """A body in chunks. What follows the last one (RFC 9112, section 7.1.2) is read and dropped."""

    def __init__(self, stream: io.BufferedIOBase) -> None:
        self._stream = stream
        self._left_of_chunk = 0
        self._is_ended = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not self._left_of_chunk and not self._is_ended:
            self._begin_chunk()
        data = _read(self._stream, min(len(buffer), self._left_of_chunk))
        if self._left_of_chunk and not data:
            raise MalformedRequestError("The body ends within a chunk.")
        buffer[: len(data)] = data
        self._left_of_chunk -= len(data)
        if data and not self._left_of_chunk and self._line() not in _NO_LINE:
            raise MalformedRequestError("A chunk is longer than its size.")
        return len(data)

    def _begin_chunk(self) -> None:
        size = _CHUNK_SIZE.fullmatch(self._line())
        if size is None:
            raise MalformedRequestError("A chunk has no size.")
        self._left_of_chunk = int(size[1], 16)
        self._is_ended = not self._left_of_chunk
        if self._is_ended:
            self._drop_trailers()

    def _drop_trailers(self) -> None:
        for _ in range(MOST_TRAILERS):
            line = self._line()
            if line in _NO_LINE:
                return
            if not line.endswith(b"\n"):
                break
        raise MalformedRequestError("The body has no end, or too much after it.")

    def _line(self) -> bytes:
        try:
            return self._stream.readline(LONGEST_LINE)
        except TimeoutError as error:
            raise RequestTimeoutError("No more of the body has come.") from error


def _read(stream: io.BufferedIOBase, size: int) -> bytes:
    try:
        return stream.read(size) if size else b""
    except TimeoutError as error:
        raise RequestTimeoutError("No more of the body has come.") from error

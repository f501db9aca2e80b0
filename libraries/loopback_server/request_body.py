"""The body of one request: a stream that ends where the request ends, so that the next request can follow."""

import io
import re
from email.message import Message
from typing import IO, Any, cast

from werkzeug.serving import DechunkedInput

LENGTH = re.compile(r"[0-9]{1,18}")


class MalformedRequestError(Exception):
    """The request is not HTTP as RFC 9112 has it."""


def request_body(headers: Message, stream: io.BufferedIOBase) -> io.BufferedIOBase:
    """Return the body of the request whose headers have just been read from a stream.

    Raises:
        MalformedRequestError: The length of the body can be understood in two ways, which may be an attack (RFC 9112,
            section 6.3), or not at all.
    """
    lengths = set(headers.get_all("Content-Length", ()))
    if "Transfer-Encoding" in headers:
        if lengths or headers["Transfer-Encoding"].strip().lower() != "chunked":
            raise MalformedRequestError(
                "The body has another transfer coding than chunked, or a length beside it."
            )
        return io.BufferedReader(_ChunkedBody(cast("IO[bytes]", stream)))
    if not lengths:
        return io.BytesIO()
    length = lengths.pop()
    if lengths or not LENGTH.fullmatch(length):
        raise MalformedRequestError("The body has no length, or two of them.")
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
        data = self._stream.read(wanted) if wanted else b""
        if len(data) < wanted:
            raise ConnectionError("The client closed the connection before it had sent the whole body.")
        self._left -= wanted
        return data


class _ChunkedBody(DechunkedInput):
    """A body in chunks."""

    def readinto(self, buffer: Any) -> int:
        try:
            return super().readinto(buffer)
        except (ConnectionError, TimeoutError):
            raise
        except OSError as error:
            raise MalformedRequestError(str(error)) from error

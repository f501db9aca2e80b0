"""How a response goes over the wire."""

import functools
import time
from collections.abc import Callable, Iterable, Iterator
from email.utils import formatdate
from io import BufferedIOBase
from typing import Any, Protocol

from loopback_server.verbatim import VerbatimResponse

STATUSES_WITHOUT_BODY = ("1", "204", "304")


class OpenRequest(Protocol):
    """A request that has not been answered yet, as `http.server` knows it."""

    command: str
    request_version: str
    close_connection: bool
    wfile: BufferedIOBase

    def discard_rest_of_request(self) -> None:
        """Read what the application has not read, so that the next request can follow, or close if that is too much."""


class ResponseWriter:
    """Writes the response to one request, its head and the beginning of its body in one packet.

    Args:
        request: The request.
    """

    def __init__(self, request: OpenRequest) -> None:
        self._request = request
        self._status = ""
        self._headers: list[tuple[str, str]] = []
        self.has_begun = False
        """Whether anything has been sent."""

    def start(self, status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
        """WSGI's `start_response`."""
        if exc_info and self.has_begun:
            raise exc_info[1].with_traceback(exc_info[2])
        self._status, self._headers = status, headers
        return _refuse_write

    def send(self, body: Iterable[bytes]) -> None:
        """Send the head and the body, in chunks if the length of the body is not known beforehand.

        A response that another server wrote is sent as it is, unless its status or headers have been changed.
        """
        if isinstance(body, VerbatimResponse) and (self._status, self._headers) == (
            body.status_line,
            body.headers,
        ):
            self._send_verbatim(body)
        else:
            self._send_written(body)

    def _send_verbatim(self, response: VerbatimResponse) -> None:
        self._request.discard_rest_of_request()
        for data in response.wire():
            self._write(data)
        if not response.keeps_connection:
            self._request.close_connection = True

    def _send_written(self, body: Iterable[bytes]) -> None:
        is_whole = isinstance(body, list | tuple)
        chunks = iter([b"".join(body)] if is_whole else body)
        first = next(chunks, b"")  # a generator calls `start_response` only now
        self._request.discard_rest_of_request()
        given = {name.lower(): value for name, value in self._headers}
        length = ("Content-Length", str(len(first)))
        if self._status.startswith(STATUSES_WITHOUT_BODY):
            self._write(self._head(given))
        elif self._request.command == "HEAD":
            self._write(self._head(given, *([length] if is_whole and "content-length" not in given else [])))
        elif "content-length" in given:
            self._send_announced(given, first, chunks)
        elif is_whole:
            self._write(self._head(given, length) + first)
        elif self._request.request_version >= "HTTP/1.1":
            self._send_all(self._head(given, ("Transfer-Encoding", "chunked")), first, chunks, frame=_chunk)
            self._write(b"0\r\n\r\n")
        else:
            self._request.close_connection = True
            self._send_all(self._head(given), first, chunks)

    def _send_announced(self, given: dict[str, str], first: bytes, rest: Iterator[bytes]) -> None:
        """Send a body of an announced length; if it has another, closing the connection tells the client where it ends."""
        sent = self._send_all(self._head(given), first, rest)
        if given["content-length"] != str(sent):
            self._request.close_connection = True

    def _send_all(
        self, head: bytes, first: bytes, rest: Iterator[bytes], frame: Callable[[bytes], bytes] = bytes
    ) -> int:
        self._write(head + frame(first))
        sent = len(first)
        for chunk in rest:
            self._write(frame(chunk))
            sent += len(chunk)
        return sent

    def _head(self, given: dict[str, str], *framing: tuple[str, str]) -> bytes:
        if not self._status:
            raise RuntimeError("The application has answered without calling start_response.")
        headers = [*self._headers, *framing]
        if "date" not in given:
            headers.append(("Date", _http_date(int(time.time()))))
        if given.get("connection", "").lower() == "close":
            self._request.close_connection = True
        elif self._request.close_connection:
            headers.append(("Connection", "close"))
        elif self._request.request_version == "HTTP/1.0":
            headers.append(("Connection", "keep-alive"))
        lines = [f"HTTP/1.1 {self._status}", *(f"{name}: {value}" for name, value in headers)]
        return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1", "replace")

    def _write(self, data: bytes) -> None:
        self.has_begun = True
        self._request.wfile.write(data)


@functools.lru_cache(maxsize=1)
def _http_date(now: int) -> str:
    return formatdate(now, usegmt=True)


def _chunk(data: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(data), data) if data else b""


def _refuse_write(_data: bytes) -> None:
    raise NotImplementedError("Return the body as an iterable; write() is not supported.")

"""Connections to an upstream server, and its responses as they come over the wire."""

import io
import socket
import ssl
from collections.abc import Iterator
from contextlib import suppress
from http.client import HTTPException, HTTPResponse
from typing import Any, cast
from urllib.parse import urlsplit

from urllib3.util import wait_for_read

from loopback_server.verbatim import VerbatimResponse

_CHUNK = 64 * 1024


class Upstream:
    """A connection to a server, which is opened again when the server has closed it.

    Args:
        url: `http://host:port` or `https://host`.
    """

    def __init__(self, url: str) -> None:
        self._address = urlsplit(url)
        self._socket: socket.socket | None = None

    def connect(self) -> socket.socket:
        """Return the connection, opened if it is not open.

        Raises:
            OSError: The server can't be reached.
        """
        if self._socket is not None and wait_for_read(self._socket, timeout=0):
            self.close()  # the end of the connection, or what nobody has asked for
        if self._socket is None:
            self._socket = self._open()
        return self._socket

    def exchange(self, method: str, request: bytes) -> "UpstreamResponse":
        """Send a request and return its response as soon as the headers have come.

        Raises:
            ConnectionError: The server has ended the connection without a response.
        """
        connection = self.connect()
        with suppress(ConnectionError):  # a server may answer and close before it has read everything
            connection.sendall(request)
        return UpstreamResponse(self, connection, method)

    def close(self) -> None:
        """Close the connection."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def interrupt(self) -> None:
        """End the connection, also for a thread that is waiting for a response."""
        if self._socket is not None:
            with suppress(OSError):  # the server has ended it
                self._socket.shutdown(socket.SHUT_RDWR)
            self.close()

    def _open(self) -> socket.socket:
        host, is_secure = str(self._address.hostname), self._address.scheme == "https"
        connection = socket.create_connection((host, self._address.port or (443 if is_secure else 80)))
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if not is_secure:
            return connection
        return ssl.create_default_context().wrap_socket(connection, server_hostname=host)


class UpstreamResponse(VerbatimResponse):
    """The response of a server, parsed as leniently as its clients parse it, and recorded as it came.

    Args:
        upstream: The connection, closed at the end of the response unless the server keeps it.
        connection: Its socket.
        method: The method of the request.

    Raises:
        ConnectionError: There is none, or it is not HTTP.
    """

    def __init__(self, upstream: Upstream, connection: socket.socket, method: str) -> None:
        self._upstream = upstream
        self._record = _Recorder(connection)
        self._response = HTTPResponse(cast("socket.socket", self._record), method=method)
        self._is_whole = False
        try:
            self._response.begin()
        except (HTTPException, OSError) as error:
            upstream.close()
            raise ConnectionError(f"no response: {error}") from error
        self.status_line = f"{self._response.status} {self._response.reason}"
        self.headers = list(self._response.headers.raw_items())

    def __iter__(self) -> Iterator[bytes]:
        try:
            while data := self._response.read1(_CHUNK):
                yield data
            self._is_whole = self._response.chunked or not self._response.length
        except (HTTPException, ConnectionError):
            self._is_whole = False  # the server broke off: so does whoever sends this on
        finally:
            if not self.keeps_connection:
                self._upstream.close()

    def wire(self) -> Iterator[bytes]:
        yield self._record.take()
        for _ in self:
            yield self._record.take()
        yield self._record.take()

    @property
    def keeps_connection(self) -> bool:
        return self._is_whole and not self._response.will_close


class _Recorder:
    """What `HTTPResponse` takes for a socket: keeps all that is read from it."""

    def __init__(self, connection: socket.socket) -> None:
        self._stream = _RecordedStream(connection.makefile("rb", buffering=0))

    def makefile(self, *_: Any) -> "_RecordedStream":
        return self._stream

    def take(self) -> bytes:
        """Return what has been read since the last time."""
        return self._stream.take()


class _RecordedStream(io.BufferedReader):
    def __init__(self, raw: io.RawIOBase) -> None:
        super().__init__(raw, _CHUNK)
        self._read: list[bytes] = []

    def take(self) -> bytes:
        data = b"".join(self._read)
        self._read.clear()
        return data

    def read(self, size: int | None = -1, /) -> bytes:
        return self._keep(super().read(size))

    def read1(self, size: int = -1, /) -> bytes:
        return self._keep(super().read1(size))

    def readline(self, size: int | None = -1, /) -> bytes:
        return self._keep(super().readline(size))

    def _keep(self, data: bytes) -> bytes:
        self._read.append(data)
        return data

"""HTTP/1.1 on a loopback port: werkzeug's threaded server, with connections that stay open.

Werkzeug's own request handler closes the connection after each response, because it can't know whether the application
read the whole body. This one lets the application read the body and no more, drops what is left of it, and answers in one
packet.
"""

import io
import logging
import re
import socket
import threading
import time
import uuid
from email.utils import formatdate
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Protocol, Self, runtime_checkable
from urllib.parse import urlsplit

from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler

from api_gateway.cors import VARY
from api_gateway.messages import (
    HEADERS_TOO_LARGE,
    SECURITY_HEADERS,
    STATUS_LINES,
    gateway_response,
    new_trace_id,
)

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment

logger = logging.getLogger(__name__)

IDLE_SECONDS = 75
LINGER_SECONDS = 2.0
JOIN_SECONDS = 5.0
POLL_SECONDS = 0.05
DISCARD_LIMIT_BYTES = 64 * 1024 * 1024
CHUNK_BYTES = 64 * 1024
LENGTH = re.compile(r"[0-9]{1,18}")


@runtime_checkable
class WithBackgroundWork(Protocol):
    """An application that has work to do beside the requests, such as reading a queue."""

    def start(self) -> None:
        """Begin."""

    def stop(self) -> None:
        """End, and wait for the end."""


class GatewayServer:
    """Serves one WSGI application until it is stopped, and begins and ends the work that it has beside the requests.

    Args:
        application: What answers the requests.
        host: Address to listen on.
        port: Port to listen on; 0 lets the system choose one.

    Raises:
        OSError: The port is taken, or may not be used.

    Example:
        >>> with GatewayServer(application) as server:
        ...     print(server.url)
    """

    def __init__(
        self,
        application: "WSGIApplication",
        host: str = "127.0.0.1",
        port: int = 0,
    ) -> None:
        self._listener = _Listener(application, host, port)
        self._application = application
        self._thread = threading.Thread(target=self._serve, name="gateway", daemon=True)

    @property
    def url(self) -> str:
        """Where it listens."""
        host, port = self._listener.server_address[:2]
        return f"http://{host!s}:{port}"

    def start(self) -> None:
        """Begin to accept connections; the port is bound already."""
        self._thread.start()
        if isinstance(self._application, WithBackgroundWork):
            self._application.start()

    def stop(self) -> None:
        """Stop accepting, close every connection, and wait for all that was begun."""
        if isinstance(self._application, WithBackgroundWork):
            self._application.stop()
        if self._thread.is_alive():
            self._listener.shutdown()
            self._thread.join(JOIN_SECONDS)
        self._listener.close_all()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _serve(self) -> None:
        self._listener.serve_forever(POLL_SECONDS)


class _Listener(ThreadedWSGIServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, application: "WSGIApplication", host: str, port: int) -> None:
        with _bind(host, port) as bound:
            super().__init__(host, port, application, handler=_RequestHandler, fd=bound.fileno())
        self.server_address = self.socket.getsockname()
        self._connections: dict[socket.socket, threading.Thread] = {}
        self._lock = threading.Lock()

    def process_request(self, request: Any, client_address: Any) -> None:
        thread = threading.Thread(
            target=self.process_request_thread, args=(request, client_address), daemon=True
        )
        with self._lock:
            self._connections[request] = thread
        thread.start()

    def shutdown_request(self, request: Any) -> None:
        _linger(request)
        super().shutdown_request(request)
        with self._lock:
            self._connections.pop(request, None)

    def close_all(self) -> None:
        self.server_close()
        with self._lock:
            connections = dict(self._connections)
        for connection, thread in connections.items():
            _hang_up(connection)
            thread.join(JOIN_SECONDS)

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ARG002 - socketserver's signature
        logger.exception("a connection failed")


def _bind(host: str, port: int) -> socket.socket:
    bound = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((host, port))
        bound.listen(_Listener.request_queue_size)
    except BaseException:
        bound.close()
        raise
    return bound


def _linger(connection: socket.socket) -> None:
    """Let the client read its answer: closing while it still sends would reset the connection (RFC 9112, section 9.6)."""
    end = time.monotonic() + LINGER_SECONDS
    try:
        connection.settimeout(LINGER_SECONDS)
        connection.shutdown(socket.SHUT_WR)
        while connection.recv(CHUNK_BYTES) and time.monotonic() < end:
            pass
    except OSError:
        logger.debug("the client has closed the connection, or goes on to say nothing")


def _hang_up(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        logger.debug("the client had closed the connection")


class _BodyStream(io.RawIOBase):
    """The bytes of one body of known length: none of the next request's, and no fewer."""

    def __init__(self, stream: Any, length: int) -> None:
        self._stream = stream
        self._left = length

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        wanted = min(len(buffer), self._left)
        count: int = self._stream.readinto(memoryview(buffer)[:wanted]) if wanted else 0
        if count == 0 < wanted:
            raise ConnectionError("the body breaks off")
        self._left -= count
        return count


class _RequestHandler(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    rbufsize = CHUNK_BYTES
    timeout = IDLE_SECONDS

    def run_wsgi(self) -> None:
        """Answer one request."""
        if not self._has_one_length() or not self._has_an_address():
            self.send_error(HTTPStatus.BAD_REQUEST)
            return
        environ = self.make_environ()
        try:
            body = b"".join(self.server.app(environ, self._start_response))
            self._discard_rest(environ)
        except (ConnectionError, TimeoutError):
            raise
        except OSError:
            self.send_error(HTTPStatus.BAD_REQUEST)
        except Exception:
            logger.exception("no answer to %s %s", self.command, self.path.partition("?")[0])
            self.send_error(HTTPStatus.INTERNAL_SERVER_ERROR, "Internal server error")
        else:
            self._send(body)

    def make_environ(self) -> "WSGIEnvironment":
        """The WSGI environ, whose body ends where this request ends."""
        environ = super().make_environ()
        environ["REQUEST_URI"] = self.requestline.split()[1]  # `self.path` has lost slashes at its beginning
        if not environ.get("wsgi.input_terminated"):
            length = int(environ.get("CONTENT_LENGTH") or 0)
            environ["wsgi.input"] = io.BufferedReader(_BodyStream(self.rfile, length))
        return environ

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:  # noqa: ARG002 - http.server's signature
        """Answer a request that is no proper HTTP, as the gateway answers all it refuses."""
        self.close_connection = True
        phrase = STATUS_LINES.get(code, "400 Bad Request").partition(" ")[2]
        too_long = code == HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
        response = HEADERS_TOO_LARGE if too_long else gateway_response(code, message or phrase)
        headers = [
            *response.headers,
            *SECURITY_HEADERS,
            VARY,
            ("x-amzn-RequestId", str(uuid.uuid4())),
            ("X-Amzn-Trace-Id", new_trace_id()),
            ("Content-Length", str(len(response.body))),
        ]
        self._start_response(STATUS_LINES.get(code, f"{code} Error"), headers)
        self._send(response.body)

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing: handlers write the log."""

    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002 - werkzeug's signature
        """Pass the server's own messages on to `logging`."""
        logger.debug("%s: %s", type, message % args)

    def _has_one_length(self) -> bool:
        """RFC 9112, section 6.3: a request whose length can be understood in two ways may be an attack."""
        lengths = self.headers.get_all("Content-Length", [])
        if "Transfer-Encoding" in self.headers:
            return not lengths and self.headers["Transfer-Encoding"].strip().lower() == "chunked"
        return all(LENGTH.fullmatch(length) for length in lengths) and len(set(lengths)) <= 1

    def _has_an_address(self) -> bool:
        """RFC 9112, section 3.2: the request line may have a whole address, whose host has to be one."""
        try:
            urlsplit(self.path)
        except ValueError:
            return False
        return True

    def _discard_rest(self, environ: "WSGIEnvironment") -> None:
        discarded = 0
        while chunk := environ["wsgi.input"].read(CHUNK_BYTES):
            discarded += len(chunk)
            if discarded > DISCARD_LIMIT_BYTES:
                self.close_connection = True
                return

    def _start_response(self, status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
        if exc_info:
            raise exc_info[1].with_traceback(exc_info[2])
        self._status, self._headers = status, headers
        return self._refuse_write

    @staticmethod
    def _refuse_write(_data: bytes) -> None:
        raise ValueError("the body is returned, not written")

    def _send(self, body: bytes) -> None:
        lines = [f"HTTP/1.1 {self._status}", *(f"{name}: {value}" for name, value in self._headers)]
        lines.append(f"Date: {formatdate(usegmt=True)}")
        if self.close_connection:
            lines.append("Connection: close")
        self.wfile.write(("\r\n".join(lines) + "\r\n\r\n").encode("latin-1", "replace") + body)

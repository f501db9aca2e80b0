"""HTTP on a loopback port: werkzeug's threaded server with keep-alive connections.

Werkzeug's own request handler closes the connection after each response, because it cannot know whether the
application read the whole request body. This one reads the body first, so connections can stay open, which
is what every AWS SDK expects; and it sends head and body in one packet.
"""

import io
import logging
import socket
import threading
from collections.abc import Iterable, Iterator
from email.utils import formatdate
from typing import TYPE_CHECKING, Any

from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment

logger = logging.getLogger(__name__)

STATUSES_WITHOUT_BODY = ("1", "204", "304")
SHUTDOWN_POLL_SECONDS = 0.05
JOIN_SECONDS = 5.0


class PortInUseError(OSError):
    """The port that was asked for cannot be bound."""


class HttpListener(ThreadedWSGIServer):
    """Serves one WSGI application, one thread a connection, until it is closed.

    Args:
        application: what answers the requests.
        host: address to bind, normally `127.0.0.1`.
        port: port to bind; 0 lets the system choose a free one.

    Raises:
        PortInUseError: the address is taken or may not be bound.
    """

    daemon_threads = True
    block_on_close = False

    def __init__(self, application: "WSGIApplication", host: str, port: int) -> None:
        bound_socket = _bind(host, port)
        try:
            super().__init__(
                host, port, application, handler=KeepAliveRequestHandler, fd=bound_socket.fileno()
            )
        finally:
            bound_socket.close()
        self.server_address = self.socket.getsockname()
        self.port = self.server_address[1]
        self._connections: dict[socket.socket, threading.Thread] = {}
        self._connections_lock = threading.Lock()
        self._acceptor = threading.Thread(
            target=self.serve_forever, args=(SHUTDOWN_POLL_SECONDS,), name=f"http-{self.port}", daemon=True
        )

    def start(self) -> None:
        """Begin to accept connections; the port is bound already, so none is refused before."""
        self._acceptor.start()

    def close(self) -> None:
        """Stop accepting, end every open connection and wait for its thread."""
        if self._acceptor.is_alive():
            self.shutdown()
            self._acceptor.join(JOIN_SECONDS)
        self.server_close()
        with self._connections_lock:
            open_connections = dict(self._connections)
        for connection in open_connections:
            _shut(connection)
        for thread in open_connections.values():
            thread.join(JOIN_SECONDS)

    def process_request(self, request: Any, client_address: Any) -> None:
        thread = threading.Thread(
            target=self.process_request_thread, args=(request, client_address), daemon=True
        )
        with self._connections_lock:
            self._connections[request] = thread
        thread.start()

    def shutdown_request(self, request: Any) -> None:
        super().shutdown_request(request)
        with self._connections_lock:
            self._connections.pop(request, None)

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ARG002 - base class
        logger.exception("Connection from %s failed.", client_address)


def _bind(host: str, port: int) -> socket.socket:
    bound_socket = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    try:
        bound_socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound_socket.bind((host, port))
        bound_socket.listen(128)
    except (OSError, OverflowError) as error:
        bound_socket.close()
        raise PortInUseError(
            f"Cannot listen on {host}:{port}: {str(error).rstrip('.')}. Choose another address or port; port 0 is any free one."
        ) from error
    return bound_socket


def _shut(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        logger.debug("Connection was closed by its client already.")


class KeepAliveRequestHandler(WSGIRequestHandler):
    """Answers requests of one connection until either side closes it."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    rbufsize = 64 * 1024

    def make_environ(self) -> "WSGIEnvironment":
        """Build the WSGI environ with the body read, and the `x-amz-meta-…` names that WSGI would lose."""
        environ = super().make_environ()
        environ["wsgi.input"] = io.BytesIO(self._read_body(environ))
        self._keep_underscored_metadata(environ)
        return environ

    def _read_body(self, environ: "WSGIEnvironment") -> bytes:
        if environ.pop("wsgi.input_terminated", False):
            environ.pop("HTTP_TRANSFER_ENCODING")
            body: bytes = environ["wsgi.input"].read()
            environ["CONTENT_LENGTH"] = str(len(body))
            return body
        length = int(environ.get("CONTENT_LENGTH") or 0)
        return self.rfile.read(length) if length else b""

    def _keep_underscored_metadata(self, environ: "WSGIEnvironment") -> None:
        # Same convention as moto's own server, so that moto reports the names as they were sent.
        underscored = {
            f"HTTP_{name.upper().replace('-', '_')}": name
            for name in self.headers
            if "_" in name and name.lower().startswith("x-amz-meta-")
        }
        for key, name in underscored.items():
            environ.setdefault(key, ",".join(self.headers.get_all(name, [])))
        if underscored:
            environ["moto.preserved_header_names"] = underscored

    def run_wsgi(self) -> None:
        """Answer one request."""
        response = _Response(self)
        try:
            self.environ = self.make_environ()
            body = self.server.app(self.environ, response.start)
            try:
                response.send(body)
            finally:
                getattr(body, "close", lambda: None)()
        except (ConnectionError, TimeoutError) as error:
            self.close_connection = True
            self.connection_dropped(error, self.environ)
        except Exception:
            logger.exception("No response to %s", self.requestline)
            self.close_connection = True
            response.fail()

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        logger.debug('"%s" %s %s', self.requestline, code, size)


class _Response:
    """Writes one response to the connection of `handler`."""

    def __init__(self, handler: KeepAliveRequestHandler) -> None:
        self._handler = handler
        self._status = ""
        self._headers: list[tuple[str, str]] = []
        self._started = False

    def start(self, status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
        """WSGI's `start_response`."""
        if exc_info and self._started:
            raise exc_info[1].with_traceback(exc_info[2])
        self._status, self._headers = status, headers
        return self._refuse_write

    @staticmethod
    def _refuse_write(_data: bytes) -> None:
        raise NotImplementedError("Return the body as an iterable; write() is not supported.")

    def send(self, body: Iterable[bytes]) -> None:
        names = {name.lower() for name, _ in self._headers}
        if self._handler.command == "HEAD" or self._status.startswith(STATUSES_WITHOUT_BODY):
            self._write(self._head(names, {}))
        elif "content-length" in names:
            self._send_in_one(names, body)
        elif isinstance(body, (list, tuple)):
            self._headers.append(("Content-Length", str(sum(map(len, body)))))
            self._send_in_one(names, body)
        else:
            self._send_chunked(names, iter(body))

    def fail(self) -> None:
        """Answer 500 to a request whose application raised, if nothing was sent yet."""
        if not self._started:
            self._write(
                b"HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            )

    def _send_in_one(self, names: set[str], body: Iterable[bytes]) -> None:
        self._write(b"".join((self._head(names, {}), *body)))

    def _send_chunked(self, names: set[str], chunks: Iterator[bytes]) -> None:
        self._write(self._head(names, {"Transfer-Encoding": "chunked"}))
        for chunk in chunks:
            if chunk:
                self._write(b"%x\r\n%b\r\n" % (len(chunk), chunk))
        self._write(b"0\r\n\r\n")

    def _head(self, names: set[str], extra: dict[str, str]) -> bytes:
        if "date" not in names:
            extra["Date"] = formatdate(usegmt=True)
        if self._handler.close_connection:
            extra["Connection"] = "close"
        elif self._handler.request_version == "HTTP/1.0":
            extra["Connection"] = "keep-alive"
        lines = [f"HTTP/1.1 {self._status}"]
        lines += [f"{name}: {value}" for name, value in (*self._headers, *extra.items())]
        return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")

    def _write(self, data: bytes) -> None:
        self._started = True
        self._handler.wfile.write(data)

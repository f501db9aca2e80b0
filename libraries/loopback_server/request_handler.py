"""How the requests of one connection are read and answered."""

import logging
import socket
from collections.abc import Callable
from http import HTTPStatus
from io import BufferedIOBase
from typing import TYPE_CHECKING, Any

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler

from loopback_server.connections import Connections
from loopback_server.environ_keys import SENT_HEADERS
from loopback_server.request_body import MalformedRequestError, RequestTimeoutError, request_body
from loopback_server.request_head import RejectedHeadError, RequestHead, read_head
from loopback_server.response import Response
from loopback_server.response_writer import ResponseWriter
from loopback_server.wire import Incoming, Outgoing

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

logger = logging.getLogger(__name__)

IDLE_SECONDS = 75
"""How long a connection may be silent between requests, and how long a client may take to read."""
REQUEST_SECONDS = 20
"""How long a client may be silent in the middle of a request."""
DISCARD_LIMIT_BYTES = 64 * 1024 * 1024
CHUNK_BYTES = 64 * 1024


class RequestHandler(WSGIRequestHandler):
    """Answers the requests of one connection until either side closes it.

    Werkzeug's own handler closes the connection after each response, because it can't know whether the application has read
    the whole body. This one gives the application a body that ends where the request ends, and discards what is left of it.
    It reads heads itself: `http.server` has them parsed as those of e-mails, which takes several times as long.

    Args:
        connection: The connection.
        client_address: Who has connected.
        server: The listening server, with the application.
        connections: All connections, this one among them.
        error_response: Makes the answers that the server gives itself.
    """

    protocol_version = "HTTP/1.1"
    rfile: Incoming

    def __init__(
        self,
        connection: Any,
        client_address: Any,
        server: BaseWSGIServer,
        *,
        connections: Connections,
        error_response: Callable[[HTTPStatus], Response],
    ) -> None:
        self._connections = connections
        self._error_response = error_response
        self._body: BufferedIOBase | None = None
        self.request, self.client_address, self.server = connection, client_address, server
        self.setup()

    def answer_next(self) -> bool:
        """Wait for the next request and answer it; return whether another may follow on the connection."""
        self.close_connection = True
        try:
            self.handle_one_request()
        except (ConnectionError, TimeoutError):
            return False
        except Exception:
            logger.exception("The connection of %s failed.", self.client_address)
            return False
        return not self.close_connection

    def setup(self) -> None:
        """Open both directions of the connection."""
        self.connection = self.request
        self.connection.settimeout(None)
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, True)
        self.rfile = Incoming(self.connection, IDLE_SECONDS)
        self.wfile = Outgoing(self.connection, IDLE_SECONDS)

    def handle_one_request(self) -> None:
        """Answer the next request; close the connection if none comes."""
        if not self._next_request_begins():
            self.close_connection = True
        elif self._read_head():
            self.run_wsgi()

    def run_wsgi(self) -> None:
        """Answer one request."""
        writer = ResponseWriter(self)
        self._connections.begin_answer(self.connection)
        try:
            self._answer(writer)
        except (ConnectionError, TimeoutError):
            raise
        except MalformedRequestError:
            self._give_up(HTTPStatus.BAD_REQUEST, writer)
        except RequestTimeoutError:
            self._give_up(HTTPStatus.REQUEST_TIMEOUT, writer)
        except Exception:
            logger.exception("No response to %s %s", self.command, self.path.partition("?")[0])
            self._give_up(HTTPStatus.INTERNAL_SERVER_ERROR, writer)
        finally:
            self._connections.end_answer(self.connection)

    def make_environ(self) -> "WSGIEnvironment":
        """Return the WSGI environ, with the target and the headers as they were sent as well.

        Raises:
            MalformedRequestError: The target is not a URL, or the length of the body is unclear.
        """
        try:
            environ = super().make_environ()
        except ValueError as error:
            raise MalformedRequestError(str(error)) from error
        environ["REQUEST_URI"] = environ["RAW_URI"] = self._head.target
        environ[SENT_HEADERS] = self._head.headers.items()
        environ["wsgi.input"] = self._body = request_body(self._head.headers, self.rfile, self._head.version)
        environ["wsgi.input_terminated"] = True
        return environ

    def discard_rest_of_request(self) -> None:
        """Read what the application has not read, so that the next request can follow, or close if that is too much.

        The next request may take as long to come as any connection may be idle.
        """
        discarded = 0
        while self._body is not None and (chunk := self._body.read(CHUNK_BYTES)):
            discarded += len(chunk)
            if discarded > DISCARD_LIMIT_BYTES:
                self.close_connection = True
                break
        self.rfile.set_timeout(IDLE_SECONDS)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:  # noqa: ARG002 - http.server's signature
        """Send the server's own answer to what is not HTTP, or to what the application failed at."""
        self.close_connection = True
        self._body = None
        response = self._error_response(HTTPStatus(code))
        writer = ResponseWriter(self)
        writer.start(response.status_line, list(response.headers))
        writer.send([response.body])

    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002 - werkzeug's signature
        """Pass the server's own messages on to `logging`."""
        logger.debug("%s: %s", type, message % args)

    def _next_request_begins(self) -> bool:
        """Wait for the first byte of the next request; return False if the client has closed the connection, or is silent."""
        try:
            return bool(self.rfile.peek(1))
        except TimeoutError:
            return False

    def _read_head(self) -> bool:
        """Read request line and headers; return False if they have been answered with an error."""
        self.rfile.set_timeout(REQUEST_SECONDS)
        self.command = self.request_version = ""
        try:
            self._take(read_head(self.rfile))
        except RejectedHeadError as error:
            self.send_error(error.status)
            return False
        except TimeoutError:
            self.send_error(HTTPStatus.REQUEST_TIMEOUT)
            return False
        return True

    def _take(self, head: RequestHead) -> None:
        """Make a head that of the request to answer."""
        self._head = head
        self.command, self.request_version = head.method, head.version
        self.headers = head.headers  # type: ignore[assignment]
        self.path = f"/{head.target.lstrip('/')}" if head.target.startswith("/") else head.target
        self.close_connection = not head.keeps_connection
        if head.expects_to_continue:
            self.handle_expect_100()

    def _answer(self, writer: ResponseWriter) -> None:
        self.environ = self.make_environ()
        body = self.server.app(self.environ, writer.start)
        try:
            writer.send(body)
        finally:
            getattr(body, "close", lambda: None)()

    def _give_up(self, status: HTTPStatus, writer: ResponseWriter) -> None:
        if writer.has_begun:
            self.close_connection = True
        else:
            self.send_error(status)

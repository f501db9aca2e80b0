"""A listening socket, and the thread that accepts connections on it."""

import functools
import selectors
import socket
import threading
from collections.abc import Callable
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Protocol

from werkzeug.serving import ThreadedWSGIServer

from loopback_server.accepted_connection import AcceptedConnection
from loopback_server.connections import JOIN_SECONDS, Connections, drain_before_closing
from loopback_server.request_handler import RequestHandler
from loopback_server.response import Response

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


class Threads(Protocol):
    """Threads that serve connections."""

    def serve(self, connection: AcceptedConnection) -> None:
        """Serve a connection until it ends."""

    def stop(self) -> None:
        """End the threads, whose connections have been closed."""


class PortUnavailableError(OSError):
    """The address can't be listened on; the message is one line that says why and what to do."""


class Listener(ThreadedWSGIServer):
    """Accepts connections on one port until it is closed.

    Args:
        application: Answers the requests.
        host: Address to listen on.
        port: Port to listen on; 0 lets the system choose one.
        connections: Where the connections are kept.
        error_response: Makes the answers that the server gives itself.
        threads: Serve the connections.

    Raises:
        PortUnavailableError: The address is taken, or may not be used.
    """

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128
    timeout = 0  # a client that has given up before it is accepted is not waited for

    def __init__(  # noqa: PLR0913 - what it is assembled from
        self,
        application: "WSGIApplication",
        host: str,
        port: int,
        *,
        connections: Connections,
        error_response: Callable[[HTTPStatus], Response],
        threads: Threads,
    ) -> None:
        with _bind(host, port, _listen) as bound:
            super().__init__(host, port, application, handler=RequestHandler, fd=bound.fileno())
        self._connections = connections
        self._error_response = error_response
        self._serving_threads = threads
        self._until_closed, self._is_open = socket.socketpair()
        self._thread = threading.Thread(target=self._accept, name=f"http-{self.port}", daemon=True)

    def start(self) -> None:
        """Begin to accept connections; clients that have connected since the port was bound have been waiting."""
        self._thread.start()

    def close(self) -> None:
        """Close the port. Connections that have been accepted stay open."""
        # The other end becomes readable, even if a forked process holds this one.
        self._is_open.shutdown(socket.SHUT_WR)
        if self._thread.is_alive():
            self._thread.join(JOIN_SECONDS)
        for end in (self._is_open, self._until_closed):
            end.close()
        self.server_close()

    def _accept(self) -> None:
        """Accept connections until the listener is closed, which is noticed at once: `serve_forever` would look now and then."""
        with selectors.DefaultSelector() as selector:
            for watched in (self, self._until_closed):
                selector.register(watched, selectors.EVENT_READ)
            while self._until_closed not in {key.fileobj for key, _ in selector.select()}:
                self.handle_request()

    def process_request(self, request: Any, client_address: Any) -> None:
        self._connections.add(request)
        handler = functools.partial(
            RequestHandler,
            client_address=client_address,
            server=self,
            connections=self._connections,
            error_response=self._error_response,
        )
        connection = AcceptedConnection(
            request, handler, close=lambda: self.shutdown_request(request), thread_name=self._thread.name
        )
        self._serving_threads.serve(connection)

    def shutdown_request(self, request: Any) -> None:
        drain_before_closing(request)
        super().shutdown_request(request)
        self._connections.forget(request)


def reserved_port(host: str, port: int) -> socket.socket:
    """Return a socket that keeps a port from others, and refuses connections, until it is closed.

    Raises:
        PortUnavailableError: The port is taken.
    """
    return _bind(host, port, lambda _bound: None)


def _bind(host: str, port: int, then: Callable[[socket.socket], None]) -> socket.socket:
    bound = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((host, port))
        then(bound)
    except (OSError, OverflowError) as error:
        bound.close()
        raise PortUnavailableError(
            f"Cannot listen on {host}:{port}: {str(error).rstrip('.')}. "
            "Choose another address or port; port 0 is any free one."
        ) from error
    return bound


def _listen(bound: socket.socket) -> None:
    bound.listen(Listener.request_queue_size)

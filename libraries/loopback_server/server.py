"""The server itself: a WSGI application on a port, from `start` to `stop`."""

import functools
import socket
import threading
from collections.abc import Callable
from http import HTTPStatus
from typing import TYPE_CHECKING, Self

from loopback_server.connections import Connections
from loopback_server.listener import Listener, Threads, reserved_port
from loopback_server.response import Response, plain_error
from loopback_server.thread_per_connection import ThreadPerConnection

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


class LoopbackServer:
    """Serves one WSGI application on a port of its own.

    Connections stay open until the client closes them or has been silent for 75 s, or for 20 s within a request. The
    application finds the request's headers as they were sent at `environ_keys.SENT_HEADERS` in its environ, the target as it
    was sent at `REQUEST_URI`, and the client's socket at `werkzeug.socket`.

    Args:
        application: Answers the requests.
        host: Address to listen on.
        port: Port to listen on; 0 lets the system choose one.
        error_response: Makes the answers that the server gives itself, by their status: 400, 408, 414, 431 and 505 for malformed
            and unfinished requests, 500 where the application raises an exception.
        threads: Serve the connections: by default each on a thread of its own, so that requests of one moment are answered at the
            same time. `LeaderFollowers` answers more requests a second, but quick ones one after the other.

    Raises:
        PortUnavailableError: The address is taken, or may not be used.

    Example:
        >>> with LoopbackServer(application) as server:
        ...     print(server.url)
        http://127.0.0.1:41837
    """

    def __init__(
        self,
        application: "WSGIApplication",
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        error_response: Callable[[HTTPStatus], Response] = plain_error,
        threads: Threads | None = None,
    ) -> None:
        self._connections = Connections()
        self._threads = threads or ThreadPerConnection()
        self._lock = threading.RLock()
        self._is_stopped = False
        listen = functools.partial(
            Listener,
            application,
            host,
            connections=self._connections,
            error_response=error_response,
            threads=self._threads,
        )
        self._listener: Listener | None = listen(port)
        self.port: int = self._listener.port
        self._listen_again = functools.partial(listen, self.port)
        self._reserve = functools.partial(reserved_port, host, self.port)
        self._reservation: socket.socket | None = None
        self.url = f"http://{f'[{host}]' if ':' in host else host}:{self.port}"

    def start(self) -> None:
        """Begin to accept connections. The port is bound already, so none is refused before."""
        with self._lock:
            if self._listener is not None:
                self._listener.start()

    def stop(self) -> None:
        """Close the port and every connection, and wait for their threads. The server can't be started again."""
        with self._lock:
            self._is_stopped = True
            self._close_port()
        self._connections.close()
        self._threads.stop()

    def refuse(self) -> None:
        """Close the port until `accept` is called. A request that is being answered still gets its response.

        No other process is given the port meanwhile.

        Raises:
            PortUnavailableError: Another process has taken the port at this moment.
        """
        with self._lock:
            if self._listener is not None:
                self._close_port()
                self._reservation = self._reserve()
        self._connections.close_idle()

    def accept(self) -> None:
        """Open the port again after `refuse`.

        Raises:
            PortUnavailableError: Another process has taken the port at this moment.
        """
        with self._lock:
            if self._listener is None and not self._is_stopped:
                self._close_port()
                self._listener = self._listen_again()
                self._listener.start()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _close_port(self) -> None:
        if self._listener is not None:
            self._listener.close()
            self._listener = None
        if self._reservation is not None:
            self._reservation.close()
            self._reservation = None

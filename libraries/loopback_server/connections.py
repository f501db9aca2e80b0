"""The open connections of a server."""

import logging
import socket
import threading
import time
from collections.abc import Callable, Iterable

logger = logging.getLogger(__name__)

LINGER_SECONDS = 2.0
JOIN_SECONDS = 5.0
CHUNK_BYTES = 64 * 1024


class Connections:
    """Every open connection with the thread that serves it, and which of them have a request to answer."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._threads: dict[socket.socket, threading.Thread] = {}
        self._answering: set[socket.socket] = set()
        self._closing: set[socket.socket] = set()

    def serve(self, connection: socket.socket, handle: Callable[[], None]) -> None:
        """Handle a new connection on a thread of its own."""
        thread = threading.Thread(target=handle, daemon=True)
        with self._lock:
            self._threads[connection] = thread
        thread.start()

    def forget(self, connection: socket.socket) -> None:
        """Drop a connection that has been closed."""
        with self._lock:
            self._threads.pop(connection, None)
            self._closing.discard(connection)

    def begin_answer(self, connection: socket.socket) -> None:
        """Mark a connection as answering a request."""
        self._answering.add(connection)

    def end_answer(self, connection: socket.socket) -> None:
        """Mark a connection as idle, and close it if `close_idle` has been called meanwhile."""
        self._answering.discard(connection)
        if connection in self._closing:
            _hang_up([connection])

    def close_idle(self) -> None:
        """Close the connections on which no request is being answered now, and each of the others after its response."""
        with self._lock:
            self._closing.update(self._threads)
            idle = {one: thread for one, thread in self._threads.items() if one not in self._answering}
        _hang_up(idle)
        _join(idle.values())

    def close(self) -> None:
        """Close every connection and wait for its thread."""
        with self._lock:
            connections = dict(self._threads)
        _hang_up(connections)
        _join(connections.values())


def linger(connection: socket.socket) -> None:
    """Let the client read its response before the connection is closed.

    To close while the client is still sending would reset the connection (RFC 9112, section 9.6).
    """
    end = time.monotonic() + LINGER_SECONDS
    try:
        connection.settimeout(LINGER_SECONDS)
        connection.shutdown(socket.SHUT_WR)
        while connection.recv(CHUNK_BYTES) and time.monotonic() < end:
            pass
    except OSError:
        logger.debug("The client has closed the connection, or has stopped sending without closing it.")


def _hang_up(connections: Iterable[socket.socket]) -> None:
    for connection in connections:
        try:
            connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            logger.debug("The client had already closed the connection.")


def _join(threads: Iterable[threading.Thread]) -> None:
    for thread in threads:
        thread.join(JOIN_SECONDS)

"""The open connections of a server."""

import logging
import socket
import threading
import time
from collections.abc import Iterable

logger = logging.getLogger(__name__)

LINGER_SECONDS = 2.0
JOIN_SECONDS = 5.0
CHUNK_BYTES = 64 * 1024


class Connections:
    """Every open connection, and which of them have a request to answer."""

    def __init__(self) -> None:
        self._ended = threading.Condition()
        self._open: set[socket.socket] = set()
        self._answering: set[socket.socket] = set()
        self._closing: set[socket.socket] = set()

    def add(self, connection: socket.socket) -> None:
        """Remember a new connection."""
        with self._ended:
            self._open.add(connection)

    def forget(self, connection: socket.socket) -> None:
        """Drop a connection that has been closed."""
        with self._ended:
            self._open.discard(connection)
            self._closing.discard(connection)
            self._ended.notify_all()

    def begin_answer(self, connection: socket.socket) -> None:
        """Mark a connection as answering a request."""
        self._answering.add(connection)

    def end_answer(self, connection: socket.socket) -> None:
        """Mark a connection as idle, and close it if `close_idle` has been called meanwhile."""
        self._answering.discard(connection)
        if connection in self._closing:
            hang_up(connection)

    def close_idle(self) -> None:
        """Close the connections on which no request is being answered now, and each of the others after its response."""
        with self._ended:
            self._closing.update(self._open)
            idle = self._open - self._answering
        self._close(idle)

    def close(self) -> None:
        """Close every connection, and wait until they have ended."""
        with self._ended:
            connections = set(self._open)
        self._close(connections)

    def _close(self, connections: Iterable[socket.socket]) -> None:
        for connection in connections:
            hang_up(connection)
        with self._ended:
            self._ended.wait_for(lambda: self._open.isdisjoint(connections), JOIN_SECONDS)


def hang_up(connection: socket.socket) -> None:
    """End a connection in both directions, which its reader notices."""
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        logger.debug("The client had already closed the connection.")


def drain_before_closing(connection: socket.socket) -> None:
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

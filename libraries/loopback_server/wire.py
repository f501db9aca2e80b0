"""The two directions of a connection, with a limit to how long each may stand still.

The kernel watches the time. Python's own time limits cost two more calls of the system for each one that reads or writes, and at
each of them the thread loses the interpreter to the thread of another connection, of which it has to wait for the end.
"""

import io
import socket
import ssl
import struct
from functools import cache
from typing import Any

_BUFFER_BYTES = 64 * 1024


class Incoming(io.BufferedReader):
    """What the client sends.

    Args:
        connection: The connection.
        seconds: How long the client may be silent.
    """

    def __init__(self, connection: socket.socket, seconds: float) -> None:
        self._connection = connection
        self._seconds = seconds
        _limit(connection, socket.SO_RCVTIMEO, seconds)
        self._received = _Received(connection)
        super().__init__(self._received, _BUFFER_BYTES)

    def set_timeout(self, seconds: float) -> None:
        """Set for how many seconds the client may be silent from now on."""
        if seconds != self._seconds:
            self._seconds = seconds
            _limit(self._connection, socket.SO_RCVTIMEO, seconds)

    def holds_more(self) -> bool:
        """Return whether something has been received that was not read yet, without waiting for more."""
        self._received.is_paused = True
        try:
            return bool(self.peek(1))
        finally:
            self._received.is_paused = False


class _Received(io.RawIOBase):
    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self.is_paused = False
        """Whether nothing is received, as if nothing had come."""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        if self.is_paused:
            return None
        try:
            return self._connection.recv_into(buffer)
        except BlockingIOError as error:
            raise TimeoutError("The client is silent.") from error


class Outgoing(io.BufferedIOBase):
    """What the client is sent, at once.

    Args:
        connection: The connection.
        seconds: How long the client may take nothing.
    """

    def __init__(self, connection: socket.socket, seconds: float) -> None:
        self._connection = connection
        _limit(connection, socket.SO_SNDTIMEO, seconds)

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:
        try:
            self._connection.sendall(data)
        except BlockingIOError as error:
            raise TimeoutError("The client does not read.") from error
        return len(data)


def _limit(connection: socket.socket, option: int, seconds: float) -> None:
    if isinstance(connection, ssl.SSLSocket):  # reads on when the kernel's timeout has passed
        connection.settimeout(seconds)
        return
    connection.setsockopt(socket.SOL_SOCKET, option, _timeval(seconds))


@cache
def _timeval(seconds: float) -> bytes:
    """Return a time as the kernel takes it: whole seconds and microseconds."""
    return struct.pack("ll", int(seconds), int(seconds % 1 * 1_000_000))

"""A connection that has been accepted, for whichever thread serves it."""

from collections.abc import Callable
from dataclasses import dataclass
from socket import socket

from loopback_server.request_handler import RequestHandler


@dataclass(frozen=True)
class AcceptedConnection:
    """A connection that has been accepted.

    Attributes:
        client: The client's socket.
        handler: Makes what answers the requests that are read from a socket: this one, or one that decrypts it.
        close: Closes the connection, which ends it for the server.
        thread_name: How threads of the server are called.
    """

    client: socket
    handler: Callable[[socket], RequestHandler]
    close: Callable[[], None]
    thread_name: str

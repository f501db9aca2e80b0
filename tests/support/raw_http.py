"""A server that can be talked to in bytes."""

import socket
from typing import Any

from loopback_server.server import LoopbackServer


class Echo:
    """Answers with the body of the request, and remembers the environs."""

    def __init__(self) -> None:
        self.environs: list[dict[str, Any]] = []

    def __call__(self, environ: dict[str, Any], start_response: Any) -> list[bytes]:
        body = environ["wsgi.input"].read()
        self.environs.append(environ)
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [body]


def connect(server: LoopbackServer) -> socket.socket:
    return socket.create_connection(("127.0.0.1", server.port), timeout=30)


def read_to_end(connection: socket.socket) -> bytes:
    return b"".join(iter(lambda: connection.recv(65536), b""))


def talk(server: LoopbackServer, request: bytes, *, until_end: bool = True) -> bytes:
    """Send bytes, and read all that comes until the server closes the connection."""
    with connect(server) as connection:
        connection.sendall(request)
        if until_end:
            connection.shutdown(socket.SHUT_WR)
        return read_to_end(connection)

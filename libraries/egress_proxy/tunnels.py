"""What comes before the first request on a connection: the request for a tunnel, and the TLS handshake.

Clients that know of the proxy ask for a tunnel (RFC 9110, section 9.3.6). Those that were led to it by the resolution of names
believe that it is the host, and begin with the handshake or with a plain request.
"""

import socket
from collections.abc import Iterator
from contextlib import contextmanager

from egress_proxy.handshakes import Certificates, Handshakes

TLS_HANDSHAKE = b"\x16"
"""The first byte of a TLS connection (RFC 8446, section 5.1)."""
TUNNEL = b"CONNECT "
END_OF_HEAD = b"\r\n\r\n"
MOST_HEAD_BYTES = 16 * 1024
HANDSHAKE_SECONDS = 10.0


class TunnelError(ConnectionError):
    """A tunnel was asked for in a way that can't be understood."""


class Tunnels:
    """Brings connections to the point where their first request comes.

    Args:
        certificates: Issues the certificates of hosts.
    """

    def __init__(self, certificates: Certificates) -> None:
        self._handshakes = Handshakes(certificates)

    @contextmanager
    def enter(self, connection: socket.socket) -> Iterator[socket.socket]:
        """Yield the connection on which the requests come."""
        connection.settimeout(HANDSHAKE_SECONDS)
        host = _open_tunnel(connection)
        if connection.recv(1, socket.MSG_PEEK) != TLS_HANDSHAKE:
            yield connection
            return
        with self._handshakes.encrypt(connection, host or "localhost") as encrypted:
            yield encrypted


def _open_tunnel(connection: socket.socket) -> str | None:
    """Accept a request for a tunnel, if that comes first; return the host that it is for."""
    if connection.recv(len(TUNNEL), socket.MSG_PEEK | socket.MSG_WAITALL) != TUNNEL:
        return None
    head = _read_head(connection)
    host, _, _ = head.split(b" ")[1].decode("ascii", "replace").rpartition(":")
    connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
    return host.strip("[]") or None


def _read_head(connection: socket.socket) -> bytes:
    """Read to the end of the head and no further: what follows belongs to the tunnel."""
    head = b""
    while not head.endswith(END_OF_HEAD):
        byte = connection.recv(1)
        if not byte or len(head) > MOST_HEAD_BYTES:
            raise TunnelError("The request for a tunnel has no end.")
        head += byte
    return head

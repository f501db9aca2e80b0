"""The TLS handshake of a server that stands for many hosts."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol


class HandshakeError(ConnectionError):
    """A client has not agreed to be served: it may not trust the certificate."""


class Certificates(Protocol):
    """Issues the certificates of hosts."""

    def context_for(self, host: str) -> ssl.SSLContext:
        """Return the TLS settings of a server with this name or address."""


class Handshakes:
    """Encrypts connections with the certificate of the host that the client names (RFC 6066, section 3).

    Args:
        certificates: Issues the certificates.
    """

    def __init__(self, certificates: Certificates) -> None:
        self._certificates = certificates

    @contextmanager
    def encrypt(self, connection: socket.socket, host: str = "localhost") -> Iterator[socket.socket]:
        """Yield the encrypted connection.

        Args:
            connection: The connection.
            host: The host whose certificate a client gets that names none.

        Raises:
            HandshakeError: The client does not speak TLS, or refuses the certificate.
        """
        with connection.dup() as own, self._accept(own, host) as encrypted:
            yield encrypted

    def _accept(self, connection: socket.socket, host: str) -> ssl.SSLSocket:
        context = self._certificates.context_for(host)
        context.sni_callback = self._present
        try:
            return context.wrap_socket(connection, server_side=True)
        except ssl.SSLError as error:
            raise HandshakeError(str(error)) from error

    def _present(self, encrypted: ssl.SSLObject, name: str | None, _: ssl.SSLContext) -> None:
        if name:
            encrypted.context = self._certificates.context_for(name)

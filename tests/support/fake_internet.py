"""An internet of one site, for tests of fetching."""

import socket
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from manuel_sandbox.domain.safe_fetch import Internet

PUBLIC = "93.184.216.34"


def reply(body: bytes, *, status: str = "200 OK", **headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


@dataclass
class FakeInternet:
    """Names, addresses, and one site that serves what a test wants, on a loopback port."""

    names: dict[str, list[str]] = field(default_factory=lambda: {"manuals.example.com": [PUBLIC]})
    replies: list[bytes | Callable[[socket.socket], None]] = field(default_factory=list)
    connected: list[tuple[str, int]] = field(default_factory=list)
    requested: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._server = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def resolve(self, host: str, _port: int) -> list[str]:
        if host not in self.names:
            return Internet().resolve(host, _port)
        return self.names[host]

    def connect(self, address: str, port: int, timeout: float) -> socket.socket:
        self.connected.append((address, port))
        return socket.create_connection(self._server.getsockname(), timeout)

    def tls_context(self) -> ssl.SSLContext:
        return Internet().tls_context()

    def _serve(self) -> None:
        while True:
            connection, _ = self._server.accept()
            with connection:
                request = connection.recv(65536)
                if not request:
                    return
                self.requested.append(request)
                answer = self.replies.pop(0)
                if callable(answer):
                    answer(connection)
                else:
                    connection.sendall(answer)

    def stop(self) -> None:
        socket.create_connection(self._server.getsockname()).close()
        self._thread.join()
        self._server.close()

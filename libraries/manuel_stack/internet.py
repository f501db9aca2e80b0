"""All of the internet that a local stack's backend can reach: one web site with manuals, and this machine.

A backend that fetches manuals from addresses that users give must be shown to fetch good ones and to refuse the
others. So names are known here that lead to a public address, to a private one, to both, and first to one and then to
the other. Nothing leaves this machine: what is sent to the public address goes to a thread of this process, and every
other address but loopback is unreachable.
"""

import errno
import socket
import threading
from http.server import BaseHTTPRequestHandler
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

SITE = "manuals.example.com"
PUBLIC = "192.31.196.1"  # of a block that IANA registers as globally reachable (RFC 7535); never contacted
LOOPBACK = "127.0.0.1"
PRIVATE = "10.0.0.8"

MEGABYTE = 1024 * 1024
MOST_MEGABYTES = 64
SECONDS_A_BYTE = 0.5


class LocalInternet:
    """What a backend resolves names with and connects through.

    Args:
        files: Folder of the files that the site serves.

    Example:
        >>> LocalInternet(folder).resolve("private.example.com", 80)
        ['127.0.0.1']
    """

    def __init__(self, files: Path) -> None:
        self._files = files
        self._look_ups = count()

    def resolve(self, host: str, port: int) -> list[str]:
        """All addresses of a host, as `getaddrinfo` gives them.

        Raises:
            OSError: There is no host of this name.
        """
        known = {
            SITE: [PUBLIC],
            "localhost": [LOOPBACK],
            "private.example.com": [LOOPBACK],
            "intranet.example.com": [PRIVATE],
            "mixed.example.com": [PUBLIC, LOOPBACK],
        }
        name = host.lower()
        if name == "rebinding.example.com":
            return [PUBLIC] if next(self._look_ups) % 2 == 0 else [LOOPBACK]
        if name in known:
            return known[name]
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
        return [str(entry[4][0]) for entry in found]

    def connect(self, address: str, port: int, timeout: float) -> socket.socket:
        """A connection to an address.

        Raises:
            OSError: It is neither the site's nor this machine's.
        """
        if address == PUBLIC:
            return self._connect_to_the_site(timeout)
        if not address.startswith("127.") and address != "::1":
            raise OSError(errno.ENETUNREACH, "a local stack leaves this machine alone", address)
        return socket.create_connection((address, port), timeout)

    def _connect_to_the_site(self, timeout: float) -> socket.socket:
        client, server = socket.socketpair()
        client.settimeout(timeout)
        threading.Thread(target=self._serve, args=(server,), name="site", daemon=True).start()
        return client

    def _serve(self, connection: socket.socket) -> None:
        with connection:
            try:
                _Site(connection, self._files)
            except (BrokenPipeError, ConnectionResetError):
                return  # the client has heard enough


class _Site(BaseHTTPRequestHandler):
    """The web site's answers. Beside the files it has pages that a careful client gives up on."""

    def __init__(self, connection: socket.socket, files: Path) -> None:
        self._files = files
        super().__init__(connection, (LOOPBACK, 0), None)  # type: ignore[arg-type]  # no server is needed to answer

    def do_GET(self) -> None:
        """Answer one request."""
        url = urlsplit(self.path)
        pages = {
            "/redirect": lambda: self._redirect(parse_qs(url.query)["to"][0]),
            "/loop": lambda: self._redirect("/loop"),
            "/page.html": lambda: self._answer(b"<html><body>No manual</body></html>", "text/html"),
            "/compressed.pdf": lambda: self._answer(
                b"\x1f\x8b", "application/pdf", **{"Content-Encoding": "gzip"}
            ),
            "/breaks-off.pdf": lambda: self._answer(
                b"%PDF-1.7\n", "application/pdf", **{"Content-Length": "5000"}
            ),
            "/endless.pdf": self._send_without_end,
            "/slow.pdf": self._send_slowly,
        }
        page = pages.get(url.path, lambda: self._send_file(url.path))
        page()

    def log_message(self, format: str, *_: Any) -> None:  # noqa: A002 - the name of the base class
        """Nothing on the console."""

    def _send_file(self, path: str) -> None:
        file = self._files / Path(path).name
        if file.is_file():
            self._answer(file.read_bytes(), "application/pdf")
        else:
            self.send_error(404)

    def _redirect(self, target: str) -> None:
        self.send_response(302)
        self.send_header("Location", target)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _answer(self, content: bytes, content_type: str, **headers: str) -> None:
        self.send_response(200)
        for name, value in {
            "Content-Length": str(len(content)),
            "Content-Type": content_type,
            **headers,
        }.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def _send_without_end(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"%PDF-1.7\n")
        for _ in range(MOST_MEGABYTES):
            self.wfile.write(b"\n" * MEGABYTE)

    def _send_slowly(self) -> None:
        self.send_response(200)
        self.end_headers()
        pause = threading.Event()
        for _ in range(120):
            self.wfile.write(b"%")
            pause.wait(SECONDS_A_BYTE)

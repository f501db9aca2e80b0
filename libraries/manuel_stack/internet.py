"""All of the internet that a local stack's backend can reach: one web site with manuals, and this machine.

A backend that fetches manuals from URLs given by users must be shown to fetch the good ones and to refuse the others.
So there are names that resolve to a public address, to a private one, to both, and first to one and then to the other.
Nothing leaves this machine: a connection to the public address leads to a server in this process, and every other
address except loopback is unreachable.
"""

import errno
import socket
from collections.abc import Callable
from itertools import cycle
from pathlib import Path

from loopback_server.server import LoopbackServer
from manuel_stack.manuals_site import ManualsSite

SITE = "manuals.example.com"
PUBLIC = "192.31.196.1"  # of a block that IANA registers as globally reachable (RFC 7535); never contacted
LOOPBACK = "127.0.0.1"
PRIVATE = "10.0.0.8"
ADDRESSES = {
    "localhost": [[LOOPBACK]],
    "private.example.com": [[LOOPBACK]],
    "intranet.example.com": [[PRIVATE]],
    "mixed.example.com": [[PUBLIC, LOOPBACK]],
    "rebinding.example.com": [[PUBLIC], [LOOPBACK]],
}
"""What names resolve to, look-up by look-up, except the site's."""


class LocalInternet:
    """Resolves names and opens connections for a backend.

    Args:
        files: The folder of the files that the site serves.
        connected: Is told each address that is to be connected to, reachable or not.
        received: Is told each header of each request to the site.

    Example:
        >>> LocalInternet(folder).resolve("private.example.com", 80)
        ['127.0.0.1']
    """

    def __init__(
        self,
        files: Path,
        connected: Callable[[str], None] = lambda _: None,
        received: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._site = LoopbackServer(ManualsSite(files, received))
        self._answers = {name: cycle(answers) for name, answers in {SITE: [[PUBLIC]], **ADDRESSES}.items()}
        self._connected = connected

    def start(self) -> None:
        """Start serving the site."""
        self._site.start()

    def stop(self) -> None:
        """Stop serving the site."""
        self._site.stop()

    def resolve(self, host: str, port: int) -> list[str]:
        """Return all addresses of a host, as `getaddrinfo` does.

        Raises:
            OSError: There is no host of this name.
        """
        if host.lower() in self._answers:
            return next(self._answers[host.lower()])
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
        return [str(entry[4][0]) for entry in found]

    def connect(self, address: str, port: int, timeout: float) -> socket.socket:
        """Open a connection to an address.

        Raises:
            OSError: It is neither the site's nor this machine's.
        """
        self._connected(address)
        if address == PUBLIC:
            return socket.create_connection((LOOPBACK, self._site.port), timeout)
        if not address.startswith("127.") and address != "::1":
            raise OSError(errno.ENETUNREACH, "a local stack connects to this machine only", address)
        return socket.create_connection((address, port), timeout)

"""All of the internet that a local stack's backend can reach: one web site with manuals, and this machine.

A backend that fetches manuals from URLs given by users must be shown to fetch the good ones and to refuse the others.
So there are names that resolve to a public address, to a private one, to both, and first to one and then to the other,
and names whose certificates no client should accept. Nothing leaves this machine: a connection to a port of the public address
leads to a server in this process, and every other address except loopback is unreachable.
"""

import errno
import socket
import ssl
from collections.abc import Callable
from itertools import cycle
from pathlib import Path

from egress_proxy.handshakes import Handshakes
from egress_proxy.site_certificates import Flaw, SiteCertificates
from lambda_runtime.processes.egress import INTERNET
from loopback_server.server import LoopbackServer
from loopback_server.thread_per_connection import ThreadPerConnection
from manuel_stack.manuals_site import OTHER_PORT, ManualsSite
from manuel_stack.site_port import DEFAULT_PORTS, SitePort

SITE = "manuals.example.com"
FLAWS = {
    "untrusted.example.com": Flaw.UNKNOWN_AUTHORITY,
    "misnamed.example.com": Flaw.ANOTHER_NAME,
    "expired.example.com": Flaw.EXPIRED,
}
"""Other names of the site, and what is wrong with their certificates."""
NAMES = (SITE, *FLAWS)
PUBLIC = INTERNET
LOOPBACK = "127.0.0.1"
PRIVATE = "10.0.0.8"
ADDRESSES = {
    "localhost": [[LOOPBACK]],
    "private.example.com": [[LOOPBACK]],
    "intranet.example.com": [[PRIVATE]],
    "mixed.example.com": [[PUBLIC, LOOPBACK]],
    "rebinding.example.com": [[PUBLIC], [LOOPBACK]],
}
"""What names resolve to, look-up by look-up, except those of the site."""


class LocalInternet:
    """Resolves names, opens connections and provides the TLS context, for a backend.

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
        addresses = {**{name: [[PUBLIC]] for name in NAMES}, **ADDRESSES}
        self._answers = {name: cycle(answers) for name, answers in addresses.items()}
        self._connected = connected
        self._certificates = SiteCertificates(FLAWS)
        self._ports = self._servers(ManualsSite(files, received))

    def start(self) -> None:
        """Start serving the site."""
        for server in self._ports.values():
            server.start()

    def stop(self) -> None:
        """Stop serving the site."""
        for server in self._ports.values():
            server.stop()
        self._certificates.close()

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
            OSError: It is neither the site's nor this machine's, or the site is not at this port.
        """
        self._connected(address)
        if address == PUBLIC:
            return self._connect_to_site(port, timeout)
        if not address.startswith("127.") and address != "::1":
            raise OSError(errno.ENETUNREACH, "a local stack connects to this machine only", address)
        return socket.create_connection((address, port), timeout)

    def tls_context(self) -> ssl.SSLContext:
        """Return how TLS connections are secured: only the authority of the site's certificates is trusted."""
        return ssl.create_default_context(cafile=self._certificates.certificate_file)

    def _connect_to_site(self, port: int, timeout: float) -> socket.socket:
        if port not in self._ports:
            raise ConnectionRefusedError(errno.ECONNREFUSED, "the site is not at this port", port)
        return socket.create_connection((LOOPBACK, self._ports[port].port), timeout)

    def _servers(self, site: ManualsSite) -> dict[int, LoopbackServer]:
        """Return what serves the site at each of its ports."""
        http, https = DEFAULT_PORTS["http"], DEFAULT_PORTS["https"]
        encrypting = ThreadPerConnection(prepare=Handshakes(self._certificates).encrypt)
        return {
            http: LoopbackServer(SitePort(site, NAMES, http)),
            https: LoopbackServer(SitePort(site, NAMES, https, "https"), threads=encrypting),
            OTHER_PORT: LoopbackServer(SitePort(site, NAMES, OTHER_PORT)),
        }

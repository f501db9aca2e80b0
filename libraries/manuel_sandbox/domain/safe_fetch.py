"""Fetch a file from a URL given by a user, without letting the user misuse the server.

As recommended in OWASP's "Server-Side Request Forgery Prevention": only http and https; only public addresses, including those
that a redirect leads to; a connection to exactly the address that has been checked, so that a name can't resolve to another
address a moment later; and limits on the bytes and seconds in all. Only the resolver has a limit of its own.
"""

import http.client
import ipaddress
import logging
import re
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

from manuel_sandbox.domain.errors import (
    DownloadFailedError,
    DownloadTimeoutError,
    FieldProblem,
    PayloadTooLargeError,
    UrlNotAllowedError,
)
from manuel_sandbox.times import Clock

logger = logging.getLogger(__name__)

DEFAULT_PORTS = {"http": 80, "https": 443}
MOST_REDIRECTS = 5
REDIRECTS = {301, 302, 303, 307, 308}
MOST_SECONDS = 10.0
HEADERS = {"Accept": "application/pdf", "Accept-Encoding": "identity"}
CHUNK_BYTES = 64 * 1024
OK = 200
FIELD = "url"
PORT = r"[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]"
HTTP_URL = re.compile(rf"https?://([0-9A-Za-z][0-9A-Za-z.-]*|\[[0-9A-Fa-f:.]+\])(:({PORT}))?([/?#][!-~]*)?")
LONGEST_URL = 2048
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
PUBLIC_IPV6 = ipaddress.IPv6Network("2000::/3")
"""All that is assigned as global unicast (IANA, Internet Protocol Version 6 Address Space)."""
FALLBACK_NAME = "manual.pdf"
BYTES = re.compile(r"[0-9]{1,18}")


class Network(Protocol):
    """Resolves names, opens connections and provides the TLS context."""

    def resolve(self, host: str, port: int) -> list[str]:
        """Return all addresses of a host."""

    def connect(self, address: str, port: int, timeout: float) -> socket.socket:
        """Open a connection to an address."""

    def tls_context(self) -> ssl.SSLContext:
        """Return how TLS connections are secured: by which authorities, and that certificates must be valid for the name."""


class Internet:
    """The network of this process."""

    def resolve(self, host: str, port: int) -> list[str]:
        """Return all addresses of a host."""
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        return list(dict.fromkeys(str(entry[4][0]) for entry in found))

    def connect(self, address: str, port: int, timeout: float) -> socket.socket:
        """Open a connection to an address."""
        return socket.create_connection((address, port), timeout)

    def tls_context(self) -> ssl.SSLContext:
        """Return how TLS connections are secured: by the authorities that this machine trusts."""
        return ssl.create_default_context()


@dataclass(frozen=True, slots=True)
class Target:
    """The target of one request of a fetch."""

    url: str
    parts: SplitResult
    host: str
    port: int
    address: str

    @property
    def authority(self) -> str:
        """Host and port as the URL names them, which the site is told (RFC 9110, section 7.2)."""
        return self.parts.netloc

    @property
    def path(self) -> str:
        """Path and query of the URL, without the fragment."""
        return (self.parts.path or "/") + (f"?{self.parts.query}" if self.parts.query else "")


class SafeFetcher:
    """Fetches files.

    Args:
        network: Resolves names, opens connections and provides the TLS context.
        most_bytes: The maximum size of a file.
        most_seconds: The maximum duration, including redirects.
        clock: Returns the seconds of a monotonic clock.
    """

    def __init__(
        self, *, network: Network, most_bytes: int, clock: Clock, most_seconds: float = MOST_SECONDS
    ) -> None:
        self._network = network
        self._most_bytes = most_bytes
        self._most_seconds = most_seconds
        self._clock = clock

    def fetch(self, url: str) -> bytes:
        """Return the file at a URL.

        Raises:
            UrlNotAllowedError: The URL, or one to which it redirects, is not a public one of http or https.
            DownloadFailedError: There is no file, or the server does not respond properly.
            DownloadTimeoutError: The download takes too long.
            PayloadTooLargeError: The file is too large.
        """
        ends = self._clock() + self._most_seconds
        for _ in range(MOST_REDIRECTS + 1):
            answer = self._request(self._target(url), ends)
            if isinstance(answer, bytes):
                return answer
            url = answer
        raise DownloadFailedError(FieldProblem(FIELD, "it redirects too many times"))

    def _target(self, url: str) -> Target:
        if len(url) > LONGEST_URL or not HTTP_URL.fullmatch(url):
            raise UrlNotAllowedError(
                FieldProblem(FIELD, "it must be an http or https URL without a user name")
            )
        try:
            parts = urlsplit(url)
        except ValueError:
            raise UrlNotAllowedError(FieldProblem(FIELD, "its host is not valid")) from None
        host, port = str(parts.hostname).rstrip("."), parts.port or DEFAULT_PORTS[parts.scheme]
        return Target(url, parts, host, port, self._public_address(host, port))

    def _public_address(self, host: str, port: int) -> str:
        try:
            addresses = self._network.resolve(host, port)
        except (OSError, UnicodeError):
            raise DownloadFailedError(FieldProblem(FIELD, "its host is unknown")) from None
        if not addresses or not all(is_public(address) for address in addresses):
            raise UrlNotAllowedError(FieldProblem(FIELD, "its host is not public"))
        return addresses[0]

    def _request(self, target: Target, ends: float) -> bytes | str:
        """Return the file, or the URL to which the response redirects."""
        timed_out = threading.Event()
        try:
            with self._connection(target, ends, timed_out) as connection:
                connection.request("GET", target.path, headers={"Host": target.authority, **HEADERS})
                answer = self._read(target, connection.getresponse())
        except (OSError, http.client.HTTPException) as error:
            if timed_out.is_set() or isinstance(error, TimeoutError):
                raise _timeout() from None
            logger.info("A download has failed: %r", error)
            raise _invalid_response() from None
        if timed_out.is_set():  # a connection that was cut may look like one that has ended
            raise _timeout()
        return answer

    @contextmanager
    def _connection(
        self, target: Target, ends: float, timed_out: threading.Event
    ) -> Iterator[http.client.HTTPConnection]:
        """Open a connection that is cut when the time is up, however slowly the other side still sends."""
        seconds_left = ends - self._clock()
        if seconds_left <= 0:
            raise TimeoutError
        connection = http.client.HTTPConnection(target.host, target.port)
        stream = self._network.connect(target.address, target.port, seconds_left)
        handle = stream.dup()  # encryption takes the stream's own
        watchdog = threading.Timer(seconds_left, _cut, (handle, timed_out))
        watchdog.daemon = True
        watchdog.start()
        try:
            is_secured = target.parts.scheme == "https"
            connection.sock = _secured(stream, target, self._network.tls_context()) if is_secured else stream
            yield connection
        finally:
            watchdog.cancel()
            connection.close()
            stream.close()
            handle.close()

    def _read(self, target: Target, response: http.client.HTTPResponse) -> bytes | str:
        if response.status in REDIRECTS and response.getheader("Location"):
            return _absolute(target.url, str(response.getheader("Location")))
        if response.status != OK or response.getheader("Content-Encoding", "identity") != "identity":
            raise DownloadFailedError(FieldProblem(FIELD, "there is no file at this address"))
        declared = _declared_bytes(response)
        if declared > self._most_bytes:
            raise self._too_large()
        content = b""
        while chunk := response.read(CHUNK_BYTES):
            content += chunk
            if len(content) > self._most_bytes:
                raise self._too_large()
        if len(content) < declared:
            raise DownloadFailedError(FieldProblem(FIELD, "the file is incomplete"))
        return content

    def _too_large(self) -> PayloadTooLargeError:
        return PayloadTooLargeError(f"The file is larger than {self._most_bytes} bytes.")


def _absolute(url: str, location: str) -> str:
    """Return the URL to which a page redirects."""
    try:
        return urljoin(url, location)
    except ValueError:
        raise _invalid_response() from None


def _declared_bytes(response: http.client.HTTPResponse) -> int:
    """Return how long the file is according to its header; 0 if the header does not say."""
    declared = response.getheader("Content-Length", "")
    return int(declared) if BYTES.fullmatch(declared) else 0


def _invalid_response() -> DownloadFailedError:
    return DownloadFailedError(FieldProblem(FIELD, "its server did not send a valid response"))


def _timeout() -> DownloadTimeoutError:
    return DownloadTimeoutError("The server at this address did not respond in time.")


def suggested_name(url: str) -> str:
    """Return a file name for what is fetched from a URL: the last segment of its path, if that is a name.

    Example:
        >>> suggested_name("https://example.com/manuals/kettle.pdf?lang=en")
        'kettle.pdf'
    """
    last = unquote(url.partition("?")[0].partition("#")[0].rsplit("/", 1)[-1])
    return last if re.fullmatch(r"[\w .()+-]{1,251}\.pdf", last, re.IGNORECASE) else FALLBACK_NAME


def is_public(address: str) -> bool:
    """Return whether an IP address belongs to the public internet.

    An IPv4 address inside an IPv6 address counts as itself; addresses that tunnel to others (Teredo, 6to4) are not public, nor is
    any IPv6 address outside of 2000::/3, such as ::127.0.0.1 (RFC 4291, section 2.5.5.1).
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.teredo or ip.sixtofour:
            return False
        if ip.ipv4_mapped:
            return is_public(str(ip.ipv4_mapped))
        if ip in NAT64:
            return is_public(str(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)))
        if ip not in PUBLIC_IPV6:
            return False
    return ip.is_global and not ip.is_multicast


def _cut(stream: socket.socket, timed_out: threading.Event) -> None:
    timed_out.set()
    try:
        stream.shutdown(socket.SHUT_RDWR)
    except OSError:
        logger.debug("The connection had already ended")


def _secured(stream: socket.socket, target: Target, context: ssl.SSLContext) -> socket.socket:
    return context.wrap_socket(stream, server_hostname=target.host)

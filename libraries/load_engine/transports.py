"""What sends requests: the interface, and the choice between the two implementations."""

from collections.abc import Iterable
from importlib.util import find_spec
from typing import Protocol

from load_engine.request_template import RequestSource
from load_engine.timed_response import TimedResponse


class Transport(Protocol):
    """Sends requests, several at a time. For use by one thread."""

    name: str

    @property
    def source(self) -> RequestSource:
        """Where the requests come from."""

    @property
    def in_flight(self) -> int:
        """How many requests are waiting for a response."""

    def send(self, number: int, due: float) -> None:
        """Send this repetition of the request now."""

    def wait(self, seconds: float) -> Iterable[TimedResponse]:
        """Wait until something happens, but no longer than this, and return what has finished."""

    def close(self) -> None:
        """Cut off what is in flight and close every connection."""


def open_transport(source: RequestSource, *, connections: int, keeps_content: bool = False) -> Transport:
    """Return a transport over libcurl if pycurl is installed, else one over `http.client` in threads.

    Args:
        source: Where the requests come from.
        connections: How many connections are kept open.
        keeps_content: Whether responses have their header and body, which takes time.
    """
    if find_spec("pycurl"):
        from load_engine.curl import CurlTransport

        return CurlTransport(source, connections=connections, keeps_content=keeps_content)
    from load_engine.threads import ThreadTransport

    return ThreadTransport(source, connections=connections)

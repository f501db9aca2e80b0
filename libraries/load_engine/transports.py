"""What sends requests: the interface, and the choice between the two implementations."""

from collections.abc import Iterable
from importlib.util import find_spec
from typing import Protocol

from load_engine.request_template import RequestTemplate
from load_engine.timed_response import TimedResponse


class Transport(Protocol):
    """Sends requests, several at a time. For use by one thread."""

    name: str

    @property
    def in_flight(self) -> int:
        """How many requests are waiting for a response."""

    def send(self, number: int, due: float) -> None:
        """Send this repetition of the request now."""

    def wait(self, seconds: float) -> Iterable[TimedResponse]:
        """Wait until something happens, but no longer than this, and return what has finished."""

    def close(self) -> None:
        """Cut off what is in flight and close every connection."""


def open_transport(request: RequestTemplate, *, connections: int) -> Transport:
    """Return a transport over libcurl if pycurl is installed, else one over `http.client` in threads.

    Args:
        request: What will be sent.
        connections: How many connections are kept open.
    """
    if find_spec("pycurl"):
        from load_engine.curl import CurlTransport

        return CurlTransport(request, connections=connections)
    from load_engine.threads import ThreadTransport

    return ThreadTransport(request, connections=connections)

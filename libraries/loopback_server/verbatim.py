"""A response that another server has written, to be sent as it came."""

from abc import ABC, abstractmethod
from collections.abc import Iterator


class VerbatimResponse(ABC):
    """The body of a response that a WSGI application passes on; the server sends the whole response byte for byte.

    For middleware it is a body like any other. If that changes status or headers, or replaces the body, the server writes the
    response itself, as it writes all others.
    """

    status_line: str
    """The status as WSGI's `start_response` takes it."""
    headers: list[tuple[str, str]]
    """The headers as they came."""

    @abstractmethod
    def __iter__(self) -> Iterator[bytes]:
        """Iterate over the body, without chunks of a transfer coding."""

    @abstractmethod
    def wire(self) -> Iterator[bytes]:
        """Iterate over the response as it came over the wire, from its status line on."""

    @property
    @abstractmethod
    def keeps_connection(self) -> bool:
        """Whether its server keeps the connection open after it; known at the end of the response."""

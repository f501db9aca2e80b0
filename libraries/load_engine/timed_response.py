"""The response to one request, with its times."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

MICROSECONDS = 1_000_000


class Phases(NamedTuple):
    """Where the time of one request went, in microseconds. The first three are 0 on a connection that was already open."""

    name_lookup: int
    connect: int
    tls: int
    server: int


class Content(NamedTuple):
    """What a response contains.

    Attributes:
        header_lines: The header as received, line by line.
        body: The body.
    """

    header_lines: Sequence[bytes]
    body: bytes


NO_CONTENT = Content((), b"")


@dataclass(slots=True)
class TimedResponse:
    """The response to one request, or why there was none, and where the time went.

    Attributes:
        number: Which repetition of the request it was.
        due: When the request should have been sent, in seconds of `time.perf_counter`.
        sent: When it was sent.
        finished: When the last byte had arrived, or the request had failed.
        duration: Microseconds at the socket, from sending to the last byte.
        status: The HTTP status; 0 if there was no response.
        failure: What went wrong, in a few words; None if there was a response.
        new_connections: How many connections were opened for it.
        phases: Where the time went.
        content: What the response contains; nothing if the transport does not keep it.
        label: Which kind of request it was, where several are mixed.
    """

    number: int
    due: float
    sent: float
    finished: float
    duration: int
    status: int
    failure: str | None
    new_connections: int
    phases: Phases
    content: Content
    label: str | None = None

    @property
    def error(self) -> str | None:
        """What is wrong: there was no response, or its status is not 2xx."""
        if self.failure is not None:
            return self.failure
        return None if self.status // 100 == 2 else f"HTTP {self.status}"  # noqa: PLR2004 - success, RFC 9110

    @property
    def latency(self) -> int:
        """Microseconds from when the request was due: a stall delays every request that is due meanwhile (Tene)."""
        return round((self.finished - self.due) * MICROSECONDS)

    @property
    def lateness(self) -> int:
        """How many microseconds after its due time the request was sent: the sender's fault, never the server's."""
        return round((self.sent - self.due) * MICROSECONDS)

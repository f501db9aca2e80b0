"""The response to one request, with its times."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

MICROSECONDS = 1_000_000


class Phases(NamedTuple):
    """Where the time of one request went, in microseconds. The first three are 0 on a connection that was there already."""

    name_lookup: int
    connect: int
    tls: int
    server: int


@dataclass(slots=True)
class TimedResponse:
    """The response to one request, or why there was none, and where the time went.

    Attributes:
        number: Which repetition it was.
        due: When it should have been sent, in seconds of `time.perf_counter`.
        sent: When it was.
        finished: When the last byte had arrived, or it had failed.
        duration: Microseconds at the socket, from sending to the last byte.
        status: The HTTP status, 0 if no answer came.
        failure: What went wrong instead of an answer, in a few words; None if one came.
        new_connections: How many connections were opened for it.
        phases: Where the time went.
        header_lines: The answer's header as it came, line by line.
        body: The answer's body.
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
    header_lines: Sequence[bytes]
    body: bytes

    @property
    def error(self) -> str | None:
        """What is wrong with it: no answer, or a status that is not 2xx."""
        if self.failure is not None:
            return self.failure
        return None if self.status // 100 == 2 else f"HTTP {self.status}"  # noqa: PLR2004 - success, RFC 9110

    @property
    def latency(self) -> int:
        """Microseconds from when it should have been sent: a stall makes all that wait for it late (Tene)."""
        return round((self.finished - self.due) * MICROSECONDS)

    @property
    def lateness(self) -> int:
        """By how many microseconds it was sent too late. That is the sender's fault, never the server's."""
        return round((self.sent - self.due) * MICROSECONDS)

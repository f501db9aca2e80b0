"""The head of a request: its first line and its headers (RFC 9112, sections 3 and 5)."""

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from http import HTTPStatus

LONGEST_LINE = 65_536
MOST_HEADERS = 100

_REQUEST_LINE = re.compile(
    r"(?P<method>\S+)[ \t]+(?P<target>\S+)[ \t]+(?P<version>HTTP/[0-9]\.[0-9])[ \t]*\r?\n"
)
_HEADER = re.compile(r"^([!#$%&'*+\-.^_`|~0-9A-Za-z]+):([^\r\n\0]*)\r?$", re.MULTILINE)
_END = (b"\r\n", b"\n")


class RejectedHeadError(Exception):
    """The head is not understood.

    Args:
        status: What to answer.
    """

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status.phrase)
        self.status = status


class Headers:
    """The headers of a request.

    Args:
        pairs: Names and values as they were sent, but for whitespace around values.
    """

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self._pairs = tuple(pairs)
        self._values: dict[str, list[str]] = {}
        for name, value in self._pairs:
            self._values.setdefault(name.lower(), []).append(value)

    def items(self) -> tuple[tuple[str, str], ...]:
        """Return all names with their values, as they were sent."""
        return self._pairs

    def get_all(self, name: str) -> Sequence[str]:
        """Return every value of a header, whose name is in lower case here."""
        return self._values.get(name, ())

    def get(self, name: str) -> str:
        """Return the first value of a header, whose name is in lower case here; an empty one if it was not sent."""
        values = self._values.get(name)
        return values[0] if values else ""


@dataclass(frozen=True, slots=True)
class RequestHead:
    """The head of a request.

    Attributes:
        method: Its method.
        target: Its target, as it was sent.
        version: Its version, such as `HTTP/1.1`.
        headers: Its headers.
    """

    method: str
    target: str
    version: str
    headers: Headers

    @property
    def keeps_connection(self) -> bool:
        """Whether the client lets the connection stay open after the response."""
        wanted = self.headers.get("connection").lower()
        return wanted == "keep-alive" if self.version < "HTTP/1.1" else wanted != "close"

    @property
    def expects_to_continue(self) -> bool:
        """Whether the client waits for a sign before it sends the body."""
        return self.version >= "HTTP/1.1" and self.headers.get("expect").lower() == "100-continue"


def read_head(stream: io.BufferedIOBase) -> RequestHead:
    """Read the head of the next request.

    Raises:
        RejectedHeadError: It is malformed, too long, or of a version that is not spoken here.
    """
    line = _REQUEST_LINE.fullmatch(_line(stream, HTTPStatus.REQUEST_URI_TOO_LONG).decode("iso-8859-1"))
    if line is None:
        raise RejectedHeadError(HTTPStatus.BAD_REQUEST)
    if line["version"] >= "HTTP/2":
        raise RejectedHeadError(HTTPStatus.HTTP_VERSION_NOT_SUPPORTED)
    return RequestHead(line["method"], line["target"], line["version"], Headers(_headers(stream)))


def _headers(stream: io.BufferedIOBase) -> list[tuple[str, str]]:
    lines: list[bytes] = []
    while (line := _line(stream, HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)) not in _END:
        lines.append(line)
        if len(lines) > MOST_HEADERS:
            raise RejectedHeadError(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
        if not line.endswith(b"\n"):
            raise RejectedHeadError(HTTPStatus.BAD_REQUEST)
    found = _HEADER.findall(b"".join(lines).decode("iso-8859-1"))
    if len(found) != len(lines):
        raise RejectedHeadError(HTTPStatus.BAD_REQUEST)
    return [(name, value.strip(" \t")) for name, value in found]


def _line(stream: io.BufferedIOBase, refusal: HTTPStatus) -> bytes:
    line = stream.readline(LONGEST_LINE + 1)
    if len(line) > LONGEST_LINE:
        raise RejectedHeadError(refusal)
    return line

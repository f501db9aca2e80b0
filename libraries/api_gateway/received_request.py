"""An HTTP request with its body and its headers as they were sent."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from api_gateway.messages import TRACE_ID
from api_gateway.wsgi_request import headers_of, path_of, read_body
from loopback_server.environ_keys import SENT_HEADERS
from trace_ids import new_trace_id

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

TRACE_HEADER = "X-Amzn-Trace-Id"
HOP_BY_HOP = {"connection", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade", "expect"}
"""What concerns the connection only (RFC 9110, section 7.6.1) and no function gets."""


@dataclass(frozen=True, kw_only=True)
class ReceivedRequest:
    """One HTTP request.

    Attributes:
        request_id: Its id.
        method: Such as `GET`.
        path: The path as it was sent, with percent-encoding and without the query string.
        query_string: What follows the question mark, as it was sent.
        sent_headers: Names, as they were written, and values.
        source_ip: The address of the client.
        protocol: Such as `HTTP/1.1`.
        scheme: `http` or `https`.
        body: The body; None if it is longer than the gateway accepts.
    """

    request_id: str
    method: str
    path: str
    query_string: str
    sent_headers: tuple[tuple[str, str], ...]
    source_ip: str
    protocol: str
    scheme: str
    body: bytes | None

    @cached_property
    def trace_id(self) -> str:
        """The trace id that the client has sent, otherwise a new one."""
        sent = self.header(TRACE_HEADER) or ""
        return sent if TRACE_ID.fullmatch(sent) else new_trace_id()

    @cached_property
    def headers(self) -> tuple[tuple[str, str], ...]:
        """The headers that a function gets: those that were sent, and those that the gateway adds."""
        added = {
            "X-Forwarded-For": ", ".join(filter(None, (self.header("X-Forwarded-For"), self.source_ip))),
            "X-Forwarded-Port": self.host.rpartition(":")[2] if ":" in self.host else "443",
            "X-Forwarded-Proto": self.scheme,
            TRACE_HEADER: self.trace_id,
        }
        replaced = {name.lower() for name in added} | HOP_BY_HOP
        kept = [(name, value) for name, value in self.sent_headers if name.lower() not in replaced]
        return (*kept, *added.items())

    @property
    def host(self) -> str:
        """The host that the client has asked, with its port if it named one."""
        return self.header("Host") or ""

    @cached_property
    def query(self) -> tuple[tuple[str, str], ...]:
        """The decoded parameters of the query, in their order."""
        return tuple(parse_qsl(self.query_string, keep_blank_values=True))

    @property
    def size_of_head(self) -> int:
        """The bytes of the request line and all headers."""
        line = len(self.method) + len(self.path) + len(self.query_string) + len(self.protocol) + 4
        return line + sum(len(name) + len(value) + 4 for name, value in self.sent_headers)

    @property
    def text(self) -> str:
        """The body as text; what is not UTF-8 is replaced."""
        return (self.body or b"").decode(errors="replace")

    def header(self, name: str) -> str | None:
        """Return the last value of a header, whatever the case of its name; None if it was not sent."""
        return next(
            (value for sent, value in reversed(self.sent_headers) if sent.lower() == name.lower()), None
        )


def receive(environ: "WSGIEnvironment", *, body_limit: int) -> ReceivedRequest:
    """Read a request.

    Args:
        environ: The WSGI environ.
        body_limit: How many bytes the body may have.
    """
    return ReceivedRequest(
        request_id=str(uuid.uuid4()),
        method=environ["REQUEST_METHOD"],
        path=path_of(environ),
        query_string=environ.get("QUERY_STRING", ""),
        sent_headers=environ.get(SENT_HEADERS) or tuple(headers_of(environ)),
        source_ip=environ.get("REMOTE_ADDR", "127.0.0.1"),
        protocol=environ.get("SERVER_PROTOCOL", "HTTP/1.1"),
        scheme=environ.get("wsgi.url_scheme", "http"),
        body=read_body(environ, body_limit),
    )


def values_by_name(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Return all values by name, in their order."""
    values: dict[str, list[str]] = {}
    for name, value in pairs:
        values.setdefault(name, []).append(value)
    return values

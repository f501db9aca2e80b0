"""Requests and responses of the gateway, independent of server and handlers."""

import json
import re
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING

from api_gateway.wsgi_request import headers_of, path_of
from loopback_server.environ_keys import SENT_HEADERS
from loopback_server.response import Response

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

JSON = "application/json"
TRACE_ID = re.compile(r"[\w=;:.-]{1,256}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request whose body has not been read.

    Attributes:
        path: The path as it was sent, with percent-encoding and without the query string.
        headers: Values by canonical name (`Content-Type`); those of a repeated header are joined by a comma.
    """

    request_id: str
    trace_id: str
    method: str
    path: str
    query_string: str
    headers: dict[str, str]
    source_ip: str
    protocol: str
    environ: "WSGIEnvironment" = field(repr=False)

    @property
    def headers_as_sent(self) -> dict[str, str]:
        """The headers by their names as the client has written them."""
        names = {name.lower(): name for name, _ in self.environ.get(SENT_HEADERS, ())}
        return {names.get(name.lower(), name): value for name, value in self.headers.items()}

    @property
    def header_bytes(self) -> int:
        """The size of the request line and all headers."""
        line = len(self.method) + len(self.path) + len(self.query_string) + len(self.protocol) + 4
        return line + sum(len(name) + len(value) + 4 for name, value in self.headers.items())


def read_request(environ: "WSGIEnvironment", *, request_id: str, trace_id: str) -> Request:
    """Return the request of a WSGI environ.

    Args:
        environ: The WSGI environ.
        request_id: The id of the request.
        trace_id: The trace id of the request if it does not have one.
    """
    headers = dict(headers_of(environ))
    if not TRACE_ID.fullmatch(headers.get("X-Amzn-Trace-Id", "")):
        headers["X-Amzn-Trace-Id"] = trace_id
    return Request(
        request_id=request_id,
        trace_id=headers["X-Amzn-Trace-Id"],
        method=environ["REQUEST_METHOD"],
        path=path_of(environ),
        query_string=environ.get("QUERY_STRING", ""),
        headers=headers,
        source_ip=environ.get("REMOTE_ADDR", ""),
        protocol=environ.get("SERVER_PROTOCOL", "HTTP/1.1"),
        environ=environ,
    )


def gateway_response(status: int, message: str, *, retry_after: int | None = None) -> Response:
    """Return a response of the gateway's own (Amazon API Gateway Developer Guide, "Gateway response types").

    Args:
        status: HTTP status.
        message: The message in the body.
        retry_after: Seconds after which the client may try again.
    """
    headers = [("Content-Type", JSON)]
    if retry_after is not None:
        headers.append(("Retry-After", str(retry_after)))
    return Response(status, tuple(headers), json.dumps({"message": message}).encode())


MISSING_AUTHENTICATION_TOKEN = gateway_response(403, "Missing Authentication Token")
UNAUTHORIZED = gateway_response(401, "Unauthorized")
REQUEST_TOO_LARGE = gateway_response(413, "Request Too Long")
HEADERS_TOO_LARGE = gateway_response(431, "Request Header Fields Too Large")
SERVER_ERRORS = {
    HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE: HEADERS_TOO_LARGE,
    HTTPStatus.INTERNAL_SERVER_ERROR: gateway_response(500, "Internal server error"),
}
"""Responses to malformed HTTP and to a crash of the gateway whose message is not just the name of the status."""
INTEGRATION_FAILURE = gateway_response(502, "Internal server error")
INTEGRATION_TIMEOUT = gateway_response(504, "Endpoint request timed out")
AUTHORIZER_FAILURE = gateway_response(500, "Internal server error")

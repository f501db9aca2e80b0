"""A whole HTTP response as a value."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse

WITHOUT_BODY = (HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED)
STATUS_LINES = {status.value: f"{status.value} {status.phrase}" for status in HTTPStatus}


@dataclass(frozen=True, slots=True)
class Response:
    """One HTTP response."""

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""

    @property
    def status_line(self) -> str:
        """The status as WSGI's `start_response` takes it: `429 Too Many Requests`."""
        return STATUS_LINES.get(self.status, f"{self.status} Unknown")

    def send(self, method: str, start_response: "StartResponse") -> list[bytes]:
        """Send it as WSGI defines it: with its length, and without a body where HTTP has none.

        Args:
            method: That of the request; the answer to `HEAD` has a length and no body.
            start_response: The server's.
        """
        if self.status in WITHOUT_BODY:
            start_response(self.status_line, [*self.headers])
            return []
        start_response(self.status_line, [*self.headers, ("Content-Length", str(len(self.body)))])
        return [] if method == "HEAD" else [self.body]


def plain_error(status: HTTPStatus) -> Response:
    """Return an error response that says no more than its status."""
    return Response(status, (("Content-Type", "text/plain"),), status.phrase.encode())

"""A whole HTTP response as a value."""

from dataclasses import dataclass
from http import HTTPStatus

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


def plain_error(status: HTTPStatus) -> Response:
    """Return an error response that says no more than its status."""
    return Response(status, (("Content-Type", "text/plain"),), status.phrase.encode())

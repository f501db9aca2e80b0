"""HTTP responses as values."""

from dataclasses import dataclass, replace
from http.client import responses


@dataclass(frozen=True, slots=True)
class HttpResponse:
    """A whole HTTP response."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    @property
    def status_line(self) -> str:
        """As for WSGI's `start_response`: `429 Too Many Requests`."""
        return f"{self.status} {responses.get(self.status, 'Unknown')}"

    def header(self, name: str) -> str | None:
        """Return the value of a header, whatever its case, None if there is none."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)

    def without(self, *names: str) -> "HttpResponse":
        """Return the same response without these headers."""
        dropped = {name.lower() for name in names}
        return replace(self, headers=tuple(pair for pair in self.headers if pair[0].lower() not in dropped))

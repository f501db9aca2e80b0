"""Cross-origin resource sharing (Fetch standard, section 3.2)."""

from collections.abc import Collection, Iterable, Sequence
from http import HTTPStatus

from loopback_server.response import Response

DEFAULT_REQUEST_HEADERS = ("Content-Type", "X-Amz-Date", "Authorization", "X-Api-Key", "X-Amz-Security-Token")
"""What the console of Amazon API Gateway suggests."""

VARY = ("Vary", "Origin")


class CorsPolicy:
    """Which origins may read the API's responses in a browser.

    An origin is allowed if it is on the list, character for character: there are no wildcards, patterns or `null`. Credentials of
    the browser (cookies) are never allowed.

    Args:
        allowed_origins: The list, such as `["https://app.example.com"]`.
        request_headers: Headers that a page may send.
        response_headers: Headers that a page may read, in addition to those that every page may.
        preflight_seconds: How long a browser may remember the response to a preflight request; 5 s is the standard's default.
    """

    def __init__(
        self,
        allowed_origins: Collection[str],
        *,
        request_headers: Sequence[str] = DEFAULT_REQUEST_HEADERS,
        response_headers: Sequence[str] = (),
        preflight_seconds: int = 5,
    ) -> None:
        self._allowed_origins = frozenset(allowed_origins)
        self._request_headers = request_headers
        self._response_headers = response_headers
        self._preflight_seconds = preflight_seconds

    def is_allowed(self, origin: str | None) -> bool:
        """Return whether pages of an origin may read responses."""
        return origin in self._allowed_origins

    def answer_headers(self, origin: str | None) -> list[tuple[str, str]]:
        """Return the headers of every response to an origin."""
        if origin is None or not self.is_allowed(origin):
            return [VARY]
        headers = [VARY, ("Access-Control-Allow-Origin", origin)]
        if self._response_headers:
            headers.append(("Access-Control-Expose-Headers", ", ".join(self._response_headers)))
        return headers

    def preflight(self, origin: str | None, methods: Iterable[str]) -> Response:
        """Return the response to a preflight request for a path that has these methods."""
        if not self.is_allowed(origin):
            return Response(HTTPStatus.NO_CONTENT)
        headers = (
            ("Access-Control-Allow-Methods", ", ".join(methods)),
            ("Access-Control-Allow-Headers", ", ".join(self._request_headers)),
            ("Access-Control-Max-Age", str(self._preflight_seconds)),
        )
        return Response(HTTPStatus.NO_CONTENT, headers)

"""Cross-origin resource sharing (Fetch standard, section 3.2)."""

from collections.abc import Collection, Iterable

from loopback_server.response import Response

REQUEST_HEADERS = (
    "Authorization",
    "Content-Type",
    "Accept",
    "API-Version",
    "Idempotency-Key",
    "X-Amzn-Trace-Id",
)
RESPONSE_HEADERS = (
    "x-amzn-RequestId",
    "X-Amzn-Trace-Id",
    "API-Version",
    "Supported-Versions",
    "Deprecation",
    "Location",
    "Retry-After",
)
PREFLIGHT_SECONDS = 600
VARY = ("Vary", "Origin")


class CorsPolicy:
    """Which origins a browser lets read the API's answers.

    An origin is on the list as it is, or it is not allowed: no wildcard, no pattern, no `null`. Credentials of the browser
    (cookies) are not used by this API, so they are never allowed.
    """

    def __init__(self, allowed_origins: Collection[str]) -> None:
        self._allowed_origins = frozenset(allowed_origins)

    def is_allowed(self, origin: str | None) -> bool:
        """Whether a page of this origin may read an answer."""
        return origin in self._allowed_origins

    def answer_headers(self, origin: str | None) -> list[tuple[str, str]]:
        """Headers of every answer."""
        if origin is None or not self.is_allowed(origin):
            return [VARY]
        return [
            VARY,
            ("Access-Control-Allow-Origin", origin),
            ("Access-Control-Expose-Headers", ", ".join(RESPONSE_HEADERS)),
        ]

    def preflight(self, origin: str | None, methods: Iterable[str]) -> Response:
        """The answer to a preflight request for a path that has these methods."""
        if not self.is_allowed(origin):
            return Response(204)
        headers = (
            ("Access-Control-Allow-Methods", ", ".join(methods)),
            ("Access-Control-Allow-Headers", ", ".join(REQUEST_HEADERS)),
            ("Access-Control-Max-Age", str(PREFLIGHT_SECONDS)),
        )
        return Response(204, headers)

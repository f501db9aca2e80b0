"""What a WSGI environ says of a request."""

from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

UNPREFIXED_HEADERS = {"CONTENT_TYPE": "Content-Type", "CONTENT_LENGTH": "Content-Length"}


def path_of(environ: "WSGIEnvironment") -> str:
    """Return the path as it was sent, with percent-encoding and without the query string."""
    uri = environ.get("REQUEST_URI") or quote(environ.get("PATH_INFO", "/"))
    return (uri if uri.startswith("/") else urlsplit(uri).path or "/").partition("?")[0]


def headers_of(environ: "WSGIEnvironment") -> Iterator[tuple[str, str]]:
    """Yield the headers by canonical name (`Content-Type`); the values of a repeated one are joined by a comma."""
    for key, value in environ.items():
        if key.startswith("HTTP_"):
            yield key[5:].replace("_", "-").title(), value
        elif key in UNPREFIXED_HEADERS and value:
            yield UNPREFIXED_HEADERS[key], value


def read_body(environ: "WSGIEnvironment", limit: int) -> bytes | None:
    """Return the body of a request, or None if it is longer than `limit` bytes."""
    if int(environ.get("CONTENT_LENGTH") or 0) > limit:
        return None
    body: bytes = environ["wsgi.input"].read(limit + 1)
    return body if len(body) <= limit else None

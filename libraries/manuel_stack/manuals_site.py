"""A web site with manuals, and with pages that a careful client must give up on."""

import threading
from collections.abc import Callable, Iterable, Iterator
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qsl

from loopback_server.environ_keys import SENT_HEADERS

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

MEGABYTE = 1024 * 1024
MOST_MEGABYTES = 64
LARGEST_BYTES = 10 * MEGABYTE
LARGE_BYTES = LARGEST_BYTES - 64 * 1024
SLOW_BYTES = 120
SECONDS_A_BYTE = 0.5
PDF = "application/pdf"
NO_MANUAL = b"<html><body>No manual</body></html>"
ANY_NAME = "/any-name/"
SECURE_PAGE = "/secure.pdf"
GET_PAGE = "/only-get.pdf"
"""A page that knows one method, as a signed link does."""
OTHER_PORT = 8080
OTHER_PORT_PAGE = "/other-port.pdf"


class SitePage(NamedTuple):
    """One response of the site."""

    status: str
    headers: list[tuple[str, str]]
    body: Iterable[bytes] = ()


NOT_FOUND = SitePage("404 Not Found", [])


class ManualsSite:
    """A WSGI application that serves each file of a folder at `/<name>`, and a page for each way to fail a client.

    One page is there by https only, one at another port only, and one for `GET` only.

    Args:
        files: The folder.
        received: Is told each header of each request, such as `Accept: application/pdf`.
    """

    def __init__(self, files: Path, received: Callable[[str], None] = lambda _: None) -> None:
        self._files = files
        self._received = received

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        for name, value in environ.get(SENT_HEADERS, ()):
            self._received(f"{name}: {value}")
        page = (
            NOT_FOUND if _is_elsewhere(environ) else self._page(environ["PATH_INFO"], environ["QUERY_STRING"])
        )
        start_response(page.status, page.headers)
        return page.body

    def _page(self, path: str, query: str) -> SitePage:
        wanted = dict(parse_qsl(query))
        if path.startswith(ANY_NAME) or path in (SECURE_PAGE, OTHER_PORT_PAGE, GET_PAGE):
            return self._file("/thermostat.pdf")
        threading.Event().wait(float(wanted.get("after", 0)))
        pages = {
            "/redirect": _redirect(wanted.get("to", "/"), wanted.get("status", "302")),
            "/loop": _redirect("/loop"),
            "/no-url": _redirect("http://["),
            "/page.html": _page("text/html", [NO_MANUAL]),
            "/page.pdf": _page(PDF, [NO_MANUAL]),
            "/compressed.pdf": _page(PDF, [b"\x1f\x8b"], ("Content-Encoding", "gzip")),
            "/breaks-off.pdf": _page(PDF, [b"%PDF-1.7\n"], ("Content-Length", "5000")),
            "/no-length.pdf": _page(PDF, [b"%PDF-1.7\n"], ("Content-Length", "\N{SUPERSCRIPT TWO}")),
            "/large.pdf": _page(PDF, self._padded(LARGE_BYTES)),
            "/largest.pdf": _page(PDF, self._padded(LARGEST_BYTES)),
            "/too-large.pdf": _page(PDF, self._padded(LARGEST_BYTES + 1)),
            "/endless.pdf": _page(PDF, _without_end()),
            "/slow.pdf": _page(PDF, _slowly()),
            "/located.pdf": self._file("/thermostat.pdf", ("Location", "/missing.pdf")),
        }
        return pages.get(path) or self._file(path)

    def _file(self, path: str, *headers: tuple[str, str]) -> SitePage:
        file = self._files / Path(path).name
        return _page(PDF, [file.read_bytes()], *headers) if file.is_file() else NOT_FOUND

    def _padded(self, size: int) -> Iterator[bytes]:
        """Yield a manual with a comment before its last `startxref`, which readers skip (ISO 32000-1, section 7.2.4)."""
        before, keyword, after = (self._files / "thermostat.pdf").read_bytes().rpartition(b"startxref")
        comment = b"-" * (size - len(before) - len(keyword) - len(after) - 2)
        yield from (before, b"%", comment, b"\n", keyword, after)


def _is_elsewhere(environ: "WSGIEnvironment") -> bool:
    """Return whether a page is asked for by a method, by a scheme, or at a port, where it is not."""
    path = environ["PATH_INFO"]
    if path == GET_PAGE:
        return bool(environ["REQUEST_METHOD"] != "GET")
    if path == SECURE_PAGE:
        return bool(environ["wsgi.url_scheme"] != "https")
    return bool(path == OTHER_PORT_PAGE and not environ.get("HTTP_HOST", "").endswith(f":{OTHER_PORT}"))


def _page(content_type: str, body: Iterable[bytes], *headers: tuple[str, str]) -> SitePage:
    return SitePage("200 OK", [("Content-Type", content_type), *headers], body)


def _redirect(to: str, status: str = "302") -> SitePage:
    return SitePage(f"{status} {HTTPStatus(int(status)).phrase}", [("Location", to)], [])


def _without_end() -> Iterator[bytes]:
    yield b"%PDF-1.7\n"
    for _ in range(MOST_MEGABYTES):
        yield b"\n" * MEGABYTE


def _slowly() -> Iterator[bytes]:
    pause = threading.Event()
    for _ in range(SLOW_BYTES):
        yield b"%"
        pause.wait(SECONDS_A_BYTE)

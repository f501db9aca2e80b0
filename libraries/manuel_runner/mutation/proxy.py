"""A reverse proxy before the API that sees each response, and may change it."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

HAS_NO_ROUTE = "a path of no operation"


@dataclass(frozen=True)
class Exchange:
    """A response, and what it answers.

    Attributes:
        operation: Method and path of the contract, as `GET /api/user/usage`.
        status: The status.
        headers: The headers, without the body's length.
        body: The body.
    """

    operation: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


@contextmanager
def proxy_before(api_url: str, base_path: str, change: Callable[[Exchange], Exchange]) -> Iterator[str]:
    """Serve the API at another URL, each response changed.

    Args:
        api_url: The API, without its base path.
        base_path: What its paths begin with.
        change: Gives the exchange that the client gets to see.
    """
    from fault_engine import Server
    from fault_engine.proxy import ForwardingApplication

    forwarding = ForwardingApplication(api_url, allowed_hosts=[str(urlsplit(api_url).hostname)])
    try:
        with Server(_Changing(forwarding, base_path, change)) as server:
            yield server.url
    finally:
        forwarding.close()


class _Changing:
    """Middleware that shards each response to somebody before it is sent."""

    def __init__(
        self, application: "WSGIApplication", base_path: str, change: Callable[[Exchange], Exchange]
    ) -> None:
        self._application = application
        self._base_path = base_path
        self._change = change

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        exchange = self._change(self._exchange(environ))
        reason = HTTPStatus(exchange.status).phrase if exchange.status in set(HTTPStatus) else ""
        length = (
            [] if exchange.status == HTTPStatus.NO_CONTENT else [("Content-Length", str(len(exchange.body)))]
        )
        start_response(f"{exchange.status} {reason}", [*exchange.headers, *length])
        return [exchange.body]

    def _exchange(self, environ: "WSGIEnvironment") -> Exchange:
        started: list[tuple[str, list[tuple[str, str]]]] = []
        _accept_no_compression(environ)

        def start(status: str, headers: list[tuple[str, str]], *_: object) -> Callable[[bytes], object]:
            started.append((status, headers))
            return _write_nothing

        body = b"".join(self._application(environ, start))
        status, headers = started[0]
        kept = tuple((name, value) for name, value in headers if name.lower() != "content-length")
        return Exchange(self._operation(environ), int(status[:3]), kept, body)

    def _operation(self, environ: "WSGIEnvironment") -> str:
        from fault_engine.identification import raw_target
        from ManuelAPI.contract_check import manuel_contract

        path = raw_target(environ)[0].removeprefix(self._base_path)
        operation = manuel_contract().find_operation(environ["REQUEST_METHOD"], path)
        return str(operation) if operation is not None else HAS_NO_ROUTE


def _accept_no_compression(environ: "WSGIEnvironment") -> None:
    from fault_engine.server import HEADERS_KEY

    environ[HEADERS_KEY] = [
        (name, value) for name, value in environ[HEADERS_KEY] if name.lower() != "accept-encoding"
    ]


def _write_nothing(_data: bytes) -> None:
    raise ValueError("the body is returned, not written")

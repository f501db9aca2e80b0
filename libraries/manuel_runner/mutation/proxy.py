"""A reverse proxy in front of the API that can observe and change each response."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

UNKNOWN_OPERATION = "unknown operation"


@dataclass(frozen=True)
class OperationResponse:
    """A response of the API, and the operation that it belongs to.

    Attributes:
        operation: Method and path of the contract, such as `GET /api/user/usage`.
        status: The status.
        headers: The headers, without the length of the body.
        body: The body.
    """

    operation: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


ResponseFilter = Callable[[OperationResponse], OperationResponse]
"""Takes the response of the API, and returns the one that the client gets."""


@contextmanager
def proxy_in_front_of(api_url: str, base_path: str, response_filter: ResponseFilter) -> Iterator[str]:
    """Serve the API at another URL, with filtered responses.

    Args:
        api_url: The URL of the API, without its base path.
        base_path: The beginning of its paths.
        response_filter: Observes or changes each response.
    """
    from fault_engine.proxy import ForwardingApplication
    from loopback_server.server import LoopbackServer

    forwarding = ForwardingApplication(api_url, allowed_hosts=[str(urlsplit(api_url).hostname)])
    try:
        with LoopbackServer(_FilteringApplication(forwarding, base_path, response_filter)) as server:
            yield server.url
    finally:
        forwarding.close()


class _FilteringApplication:
    """Middleware that filters each response before it is sent."""

    def __init__(
        self, application: "WSGIApplication", base_path: str, response_filter: ResponseFilter
    ) -> None:
        self._application = application
        self._base_path = base_path
        self._filter = response_filter

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        response = self._filter(self._response(environ))
        reason = HTTPStatus(response.status).phrase if response.status in set(HTTPStatus) else ""
        length = (
            [] if response.status == HTTPStatus.NO_CONTENT else [("Content-Length", str(len(response.body)))]
        )
        start_response(f"{response.status} {reason}", [*response.headers, *length])
        return [response.body]

    def _response(self, environ: "WSGIEnvironment") -> OperationResponse:
        started: list[tuple[str, list[tuple[str, str]]]] = []
        _accept_no_compression(environ)

        def start(status: str, headers: list[tuple[str, str]], *_: object) -> Callable[[bytes], object]:
            started.append((status, headers))
            return _write_nothing

        body = b"".join(self._application(environ, start))
        status, headers = started[0]
        kept = tuple((name, value) for name, value in headers if name.lower() != "content-length")
        return OperationResponse(self._operation(environ), int(status[:3]), kept, body)

    def _operation(self, environ: "WSGIEnvironment") -> str:
        from fault_engine.identification import raw_target
        from ManuelAPI.contract_check import manuel_contract

        path = raw_target(environ)[0].removeprefix(self._base_path)
        operation = manuel_contract().find_operation(environ["REQUEST_METHOD"], path)
        return str(operation) if operation is not None else UNKNOWN_OPERATION


def _accept_no_compression(environ: "WSGIEnvironment") -> None:
    from loopback_server.environ_keys import SENT_HEADERS

    environ[SENT_HEADERS] = [
        (name, value) for name, value in environ[SENT_HEADERS] if name.lower() != "accept-encoding"
    ]


def _write_nothing(_data: bytes) -> None:
    raise ValueError("the body is returned, not written")

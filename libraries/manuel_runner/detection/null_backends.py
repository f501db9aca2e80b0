"""Servers that do nothing right: a test that passes against one of them proves nothing."""

import json
import socket
import threading
import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from manuel_runner.test_runs.test_run import ApiReplacement

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

TIMEOUT_SECONDS = 0.2
"""How long the suites wait for a server that never answers."""


@dataclass(frozen=True)
class NullBackend:
    """One server that takes the API's place.

    Attributes:
        name: Its name.
        serve: Starts it.
        suite_settings: Settings of the suites that it requires.
    """

    name: str
    serve: ApiReplacement
    suite_settings: Mapping[str, Any] = field(default_factory=dict)


def null_backends() -> list[NullBackend]:
    """Return all null backends."""
    return [
        NullBackend("dead port", _dead_port),
        NullBackend("200 {}", _serving(_answering(HTTPStatus.OK, lambda _: {}))),
        NullBackend("401", _serving(_answering(HTTPStatus.UNAUTHORIZED, _gateway_error("Unauthorized")))),
        NullBackend(
            "403", _serving(_answering(HTTPStatus.FORBIDDEN, _gateway_error("Missing Authentication Token")))
        ),
        NullBackend("500", _serving(_answering(HTTPStatus.INTERNAL_SERVER_ERROR, _error("internal_error")))),
        NullBackend(
            "503", _serving(_answering(HTTPStatus.SERVICE_UNAVAILABLE, _error("service_unavailable")))
        ),
        NullBackend("echo", _serving(_echo)),
        NullBackend("hang", _hang, {"timeout_seconds": TIMEOUT_SECONDS}),
    ]


@contextmanager
def _dead_port(_api_url: str) -> Iterator[str]:
    """Reserve a port on which nothing listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{taken.getsockname()[1]}"


@contextmanager
def _hang(api_url: str) -> Iterator[str]:
    ended = threading.Event()

    def never_answer(_environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        ended.wait()
        start_response("503 Service Unavailable", [])
        return []

    with _serving(never_answer)(api_url) as url:
        yield url
        ended.set()


def _serving(application: "WSGIApplication") -> ApiReplacement:
    @contextmanager
    def serve(_api_url: str) -> Iterator[str]:
        from loopback_server.server import LoopbackServer

        with LoopbackServer(application) as server:
            yield server.url

    return serve


def _answering(status: HTTPStatus, body: "Callable[[str], Mapping[str, Any]]") -> "WSGIApplication":
    """Make an application that answers every request alike, with all headers that the contract requires."""

    def answer(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        request_id = str(uuid.uuid4())
        content = json.dumps(body(request_id)).encode()
        start_response(f"{status.value} {status.phrase}", _headers(environ, request_id, len(content)))
        return [content]

    return answer


def _echo(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
    """Answer 200 with the request's own body, or with a description of the request if it has none."""
    sent = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    description = {
        "method": environ["REQUEST_METHOD"],
        "path": environ["PATH_INFO"],
        "query": environ["QUERY_STRING"],
    }
    content = sent or json.dumps(description).encode()
    start_response("200 OK", _headers(environ, str(uuid.uuid4()), len(content)))
    return [content]


def _headers(environ: "WSGIEnvironment", request_id: str, length: int) -> list[tuple[str, str]]:
    from api_gateway.messages import JSON
    from manuel_sandbox.gateway import SECURITY_HEADERS
    from trace_ids import new_trace_id

    origin = environ.get("HTTP_ORIGIN")
    return [
        ("Content-Type", JSON),
        ("Content-Length", str(length)),
        *SECURITY_HEADERS,
        ("Vary", "Origin"),
        ("Retry-After", "1"),
        ("API-Version", "1.1"),
        ("Supported-Versions", "1.0, 1.1"),
        ("x-amzn-RequestId", request_id),
        ("X-Amzn-Trace-Id", environ.get("HTTP_X_AMZN_TRACE_ID", new_trace_id())),
        *([("Access-Control-Allow-Origin", origin)] if origin else []),
    ]


def _gateway_error(message: str) -> Callable[[str], Mapping[str, Any]]:
    return lambda _request_id: {"message": message}


def _error(error_type: str) -> Callable[[str], Mapping[str, Any]]:
    return lambda request_id: {
        "error": "The service is temporarily unavailable.",
        "error_type": error_type,
        "timestamp": int(time.time()),
        "request_id": request_id,
    }

"""A reverse proxy with faults: in front of any other AWS endpoint, or between a client and its API.

```
python -m fault_engine.proxy aws http://127.0.0.1:4566 --port 4567 --control-port 4568
```
"""

import argparse
import signal
from collections.abc import Iterable, Iterator, Sequence
from threading import Event
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

import urllib3
from urllib3 import BaseHTTPResponse, HTTPHeaderDict
from urllib3.util import SKIP_HEADER

from fault_engine.engine import FaultEngine
from fault_engine.identification import Environ, raw_target, read_body
from loopback_server.request_handler import SENT_HEADERS
from loopback_server.server import LoopbackServer

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse

LOOPBACK = ("127.0.0.1", "::1", "localhost")
_HOP_BY_HOP = {
    "connection",
    "content-length",
    "expect",
    "host",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
}
"""RFC 9110, section 7.6.1, and headers that the connection to the upstream sets itself."""
_CHUNK = 64 * 1024


class ForwardingApplication:
    """A WSGI application that forwards every request to an upstream server, and its reply to the client, unchanged.

    Args:
        upstream: `http://host:port` or `https://host`.
        allowed_hosts: Hosts other than this machine that may be an upstream.

    Raises:
        ValueError: The upstream is not on this machine and not allowed.
    """

    def __init__(self, upstream: str, *, allowed_hosts: Sequence[str] = ()) -> None:
        host = urlsplit(upstream).hostname
        if host not in (*LOOPBACK, *allowed_hosts):
            raise ValueError(_not_allowed(upstream))
        self._upstream = upstream.rstrip("/")
        self._pool = urllib3.PoolManager(maxsize=32, retries=False)

    def __call__(self, environ: Environ, start_response: "StartResponse") -> Iterable[bytes]:
        try:
            response = self._forward(environ)
        except urllib3.exceptions.HTTPError as error:
            start_response("502 Bad Gateway", [("Content-Type", "text/plain")])
            return [f"Cannot reach {self._upstream}: {error}".encode()]
        headers = [
            (name, value)
            for name, value in response.headers.items()
            if name.lower() not in _HOP_BY_HOP or name.lower() == "content-length"
        ]
        start_response(f"{response.status} {response.reason}", headers)
        return _streamed(response)

    def close(self) -> None:
        """Close the connections to the upstream."""
        self._pool.clear()

    def _forward(self, environ: Environ) -> BaseHTTPResponse:
        path, query = raw_target(environ)
        return self._pool.urlopen(
            environ["REQUEST_METHOD"],
            f"{self._upstream}{path}" + (f"?{query}" if query else ""),
            body=read_body(environ) or None,
            headers=_forwarded_headers(environ),
            redirect=False,
            preload_content=False,
            decode_content=False,
        )


class FaultProxy:
    """A reverse proxy on a port of its own, with the faults of an engine.

    Args:
        upstream: Where requests go, `http://host:port`.
        engine: The engine that injects the faults.
        serves: `aws` for rules by service and operation, `api` for rules by method and path.
        port: Port to listen on, 0 for any free port.
        allowed_hosts: Hosts other than this machine that may be an upstream.

    Raises:
        ValueError: The upstream is not on this machine and not allowed.

    Example:
        ```python
        with FaultProxy("http://127.0.0.1:3000", engine, serves="api") as proxy:
            engine.add({"path": "/api/query", "fault": "reset", "phase": "after", "times": 1})
            requests.post(f"{proxy.url}/api/query", ...)
        ```
    """

    def __init__(
        self,
        upstream: str,
        engine: FaultEngine,
        *,
        serves: Literal["aws", "api"] = "aws",
        port: int = 0,
        allowed_hosts: Sequence[str] = (),
    ) -> None:
        self._forwarding = ForwardingApplication(upstream, allowed_hosts=allowed_hosts)
        wrap = {"aws": engine.wrap, "api": engine.wrap_api}[serves]
        self._server = LoopbackServer(wrap(self._forwarding), port=port)
        self._engine = engine

    @property
    def url(self) -> str:
        """The URL that clients use instead of the upstream's."""
        return self._server.url

    def start(self) -> None:
        """Start serving."""
        self._server.start()
        self._engine.refusable_ports.add(self._server)

    def stop(self) -> None:
        """Stop serving and close all connections to the upstream."""
        self._engine.refusable_ports.discard(self._server)
        self._server.stop()
        self._forwarding.close()

    def __enter__(self) -> "FaultProxy":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a proxy and its control API until it is interrupted."""
    options = _parse(arguments)
    engine = FaultEngine(seed=options.seed)
    ended = Event()
    for signal_number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(signal_number, lambda *_: ended.set())
    proxy = FaultProxy(
        options.upstream, engine, serves=options.serves, port=options.port, allowed_hosts=options.allow_host
    )
    with proxy, LoopbackServer(engine.control, port=options.control_port) as control:
        print(
            f"{options.upstream} is served at {proxy.url}; its faults are controlled at {control.url}",
            flush=True,
        )
        ended.wait()
        engine.shutdown()


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m fault_engine.proxy", description="A reverse proxy with faults."
    )
    parser.add_argument("serves", choices=("aws", "api"), help="an endpoint of AWS, or any other HTTP API")
    parser.add_argument("upstream", help="http://host:port")
    parser.add_argument("--port", type=int, default=0, help="port to listen on (default: any)")
    parser.add_argument("--control-port", type=int, default=0, help="port of the control API (default: any)")
    parser.add_argument(
        "--seed",
        type=int,
        default=0,
        help="decides which calls are hit by rules with a probability (default: 0)",
    )
    parser.add_argument(
        "--allow-host", action="append", default=[], help="host of an upstream that is not on this machine"
    )
    options = parser.parse_args(arguments)
    host = urlsplit(options.upstream).hostname
    if host not in (*LOOPBACK, *options.allow_host):
        parser.error(_not_allowed(options.upstream))
    return options


def _forwarded_headers(environ: Environ) -> HTTPHeaderDict:
    headers = HTTPHeaderDict()
    for name, value in environ[SENT_HEADERS]:
        if name.lower() not in _HOP_BY_HOP:
            headers.add(name, value)
    for name in ("Accept-Encoding", "User-Agent"):
        headers.setdefault(name, SKIP_HEADER)
    return headers


def _streamed(response: BaseHTTPResponse) -> Iterator[bytes]:
    try:
        yield from response.stream(_CHUNK, decode_content=False)
    finally:
        response.close()


def _not_allowed(upstream: str) -> str:
    return f"{upstream} is not on this machine. Its host must be allowed explicitly to get faults."


if __name__ == "__main__":
    main()

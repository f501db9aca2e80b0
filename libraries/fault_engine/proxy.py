"""A reverse proxy with faults: in front of any other AWS endpoint, or between a client and its API.

```
python -m fault_engine.proxy aws http://127.0.0.1:4566 --port 4567 --control-port 4568
```
"""

import argparse
from collections.abc import Iterable, Iterator, Sequence
from threading import Lock
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary, finalize

from fault_engine.engine import FaultEngine
from fault_engine.identification import Environ, raw_target, read_body
from fault_engine.upstream import Upstream
from loopback_server.ended_by_signals import ended_by_signals, wait_for_signal
from loopback_server.environ_keys import SENT_HEADERS
from loopback_server.server import LoopbackServer

if TYPE_CHECKING:
    from socket import socket

    from _typeshed.wsgi import StartResponse

LOOPBACK = ("127.0.0.1", "::1", "localhost")
_CLIENT = "werkzeug.socket"
"""Key of the environ at which the client's connection is."""


class ForwardingApplication:
    """A WSGI application that forwards every request to an upstream server, and its response byte for byte to the client.

    Each connection of a client has one to the upstream, which ends with it. The client's ends when the upstream ends its own.

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
        self._url = upstream.rstrip("/")
        self._upstreams: WeakKeyDictionary[socket, Upstream] = WeakKeyDictionary()
        self._lock = Lock()

    def __call__(self, environ: Environ, start_response: "StartResponse") -> Iterable[bytes]:
        upstream = self._upstream_of(environ[_CLIENT])
        try:
            upstream.connect()
        except OSError as error:
            start_response("502 Bad Gateway", [("Content-Type", "text/plain")])
            return [f"Cannot reach {self._url}: {error}".encode()]
        response = upstream.exchange(environ["REQUEST_METHOD"], self._request(environ))
        start_response(response.status_line, response.headers)
        return response

    def close(self) -> None:
        """Close the connections to the upstream."""
        with self._lock:
            upstreams = list(self._upstreams.values())
        for upstream in upstreams:
            upstream.interrupt()

    def _upstream_of(self, client: "socket") -> Upstream:
        with self._lock:
            if client not in self._upstreams:
                self._upstreams[client] = upstream = Upstream(self._url)
                finalize(client, upstream.close)
            return self._upstreams[client]

    def _request(self, environ: Environ) -> bytes:
        """Return the request as the client sent it, to the upstream's host, and with a body of known length."""
        body = read_body(environ)
        path, query = raw_target(environ)
        target = urlsplit(self._url).path + path + (f"?{query}" if query else "")
        line = f"{environ['REQUEST_METHOD']} {target} {environ['SERVER_PROTOCOL']}"
        headers = _forwarded_headers(environ, urlsplit(self._url).netloc, len(body))
        lines = [line, *(f"{name}: {value}" for name, value in headers)]
        return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1") + body


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
    proxy = FaultProxy(
        options.upstream, engine, serves=options.serves, port=options.port, allowed_hosts=options.allow_host
    )
    with ended_by_signals(), proxy, LoopbackServer(engine.control, port=options.control_port) as control:
        print(
            f"{options.upstream} is served at {proxy.url}; its faults are controlled at {control.url}",
            flush=True,
        )
        try:
            wait_for_signal()
        finally:
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
    if _host_of(options.upstream, parser) not in (*LOOPBACK, *options.allow_host):
        parser.error(_not_allowed(options.upstream))
    return options


def _host_of(upstream: str, parser: argparse.ArgumentParser) -> str | None:
    """Return the host of a URL, or end the program if its port or its host is none that there can be."""
    try:
        parts = urlsplit(upstream)
        _ = parts.port
    except ValueError as error:
        parser.error(f"{upstream}: {error}")
    return parts.hostname


def _forwarded_headers(environ: Environ, host: str, length: int) -> Iterator[tuple[str, str]]:
    """Yield the headers of a request, except that its body, which has been read, is sent neither in chunks nor after a 100."""
    for name, value in environ[SENT_HEADERS]:
        match name.lower():
            case "host":
                yield name, host
            case "transfer-encoding":
                yield "Content-Length", str(length)
            case "expect":
                continue
            case _:
                yield name, value


def _not_allowed(upstream: str) -> str:
    return f"{upstream} is not on this machine. Its host must be allowed explicitly to get faults."


if __name__ == "__main__":
    main()

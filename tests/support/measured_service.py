"""A small HTTP server whose behaviour depends on the path."""

import json
import socket
import struct
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest


class Server(ThreadingHTTPServer):
    """Responds, and remembers the requests.

    /ok             200
    /slow           200 after 100 ms
    /together/3     200 once so many requests are there at the same moment, 503 if they don't come
    /hang           no response until the server is closed
    /stall          200; for half a second, beginning one second after the first request, there is no response
    /status/503     the status in the path
    /every-fifth    500 for every fifth request, else 200
    /close          200, and the connection is closed
    /reset          the connection is reset
    /short          a body shorter than its Content-Length
    /cache          1 ms for a known question, 100 ms for a new one, and `cache_status` says which
    /no-cache       2 ms for any question
    /lying-cache    claims a hit every time
    """

    daemon_threads = True
    request_queue_size = 128

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.lock = threading.Lock()
        self.closing = threading.Event()
        self.requests: list[tuple[str, str, dict[str, str], bytes]] = []
        self.ports: set[int] = set()
        self.first_request_at: float | None = None
        self.questions: set[bytes] = set()
        self.meetings: dict[int, threading.Barrier] = {}

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, request: object, client_address: object) -> None:
        """Print nothing: in some tests clients disappear on purpose."""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Server

    def answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        with self.server.lock:
            self.server.requests.append((self.command, self.path, dict(self.headers), body))
            self.server.ports.add(self.client_address[1])
            self.server.first_request_at = self.server.first_request_at or time.perf_counter()
        name, _, argument = self.path.partition("?")[0].lstrip("/").partition("/")
        getattr(self, "answer_" + name.replace("-", "_"))(argument, body)

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = answer  # noqa: N815 - the names that http.server calls

    def send(self, status: int, body: dict[str, object] | None = None, **headers: str) -> None:
        text = json.dumps(body or {}).encode()
        lines = [
            f"HTTP/1.1 {status} Status",
            f"Content-Length: {len(text)}",
            "Content-Type: application/json",
        ]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        self.wfile.write("\r\n".join([*lines, "", ""]).encode() + (b"" if self.command == "HEAD" else text))

    def answer_ok(self, _argument: str, _body: bytes) -> None:
        self.send(200)

    def answer_slow(self, _argument: str, _body: bytes) -> None:
        time.sleep(0.1)
        self.send(200)

    def answer_together(self, number: str, _body: bytes) -> None:
        with self.server.lock:
            meeting = self.server.meetings.setdefault(int(number), threading.Barrier(int(number)))
        try:
            meeting.wait(15)
        except threading.BrokenBarrierError:
            self.send(503)
        else:
            self.send(200)

    def answer_hang(self, _argument: str, _body: bytes) -> None:
        self.server.closing.wait(30)
        self.close_connection = True

    def answer_stall(self, _argument: str, _body: bytes) -> None:
        since = time.perf_counter() - (self.server.first_request_at or 0)
        if 1 <= since < 1.5:
            time.sleep(1.5 - since)
        self.send(200)

    def answer_status(self, status: str, _body: bytes) -> None:
        self.send(int(status))

    def answer_every_fifth(self, _argument: str, _body: bytes) -> None:
        self.send(500 if len(self.server.requests) % 5 == 0 else 200)

    def answer_close(self, _argument: str, _body: bytes) -> None:
        self.send(200, Connection="close")
        self.close_connection = True

    def answer_reset(self, _argument: str, _body: bytes) -> None:
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        socket.close(self.connection.detach())  # no FIN is sent first
        self.close_connection = True

    def answer_short(self, _argument: str, _body: bytes) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{}")
        self.close_connection = True

    def answer_cache(self, _argument: str, body: bytes) -> None:
        known = body in self.server.questions
        self.server.questions.add(body)
        time.sleep(0.001 if known else 0.1)
        self.send(200, {"cache_status": "hit" if known else "miss"})

    def answer_no_cache(self, _argument: str, _body: bytes) -> None:
        time.sleep(0.002)
        self.send(200)

    def answer_lying_cache(self, _argument: str, _body: bytes) -> None:
        self.send(200, X_Cache="HIT from edge")

    def log_message(self, *_: object) -> None:
        """Print nothing."""


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield running
        running.closing.set()
        running.shutdown()
        thread.join()


@pytest.fixture
def dead_url() -> str:
    """A URL at which nothing is listening."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{taken.getsockname()[1]}"

"""Behind the proxy, a response is byte for byte the backend's, and connections are kept as the backend keeps them."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fault_engine import FaultEngine
from fault_engine.proxy import FaultProxy

REQUEST = b"%b /any HTTP/1.1\r\nHost: client.example.com\r\nX-Case: Kept\r\n\r\n"
TIMEOUT = 5


@dataclass(frozen=True)
class Answer:
    """What a backend sends: its bytes, and whether it closes the connection after them."""

    wire: bytes
    closes: bool = False
    method: bytes = b"GET"


class Backend:
    """A server that sends the bytes it is given, whatever the request, and remembers connections and requests."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self.answer = Answer(b"")
        self.connections = 0
        self.requests: list[bytes] = []
        self._accepting = threading.Thread(target=self._accept)
        self._serving: list[threading.Thread] = []
        self._accepting.start()

    def stop(self) -> None:
        """Stop accepting; connections end with their clients."""
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in (self._accepting, *self._serving):
            thread.join(TIMEOUT)

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            self._serving.append(threading.Thread(target=self._serve, args=[connection]))
            self._serving[-1].start()

    def _serve(self, connection: socket.socket) -> None:
        with connection:
            while request := _read_head(connection):
                self.requests.append(request)
                connection.sendall(self.answer.wire)
                if self.answer.closes:
                    return


def _read_head(connection: socket.socket) -> bytes:
    received = b""
    while not received.endswith(b"\r\n\r\n"):
        data = connection.recv(4096)
        if not data:
            return b""
        received += data
    return received


@pytest.fixture(scope="module")
def backend() -> Iterator[Backend]:
    backend = Backend()
    yield backend
    backend.stop()


@pytest.fixture(scope="module")
def proxy(backend: Backend) -> Iterator[FaultProxy]:
    with FaultProxy(backend.url, FaultEngine(), serves="api") as proxy:
        yield proxy


@contextmanager
def connected(proxy: FaultProxy) -> Iterator[socket.socket]:
    port = int(proxy.url.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), TIMEOUT) as client:
        yield client


def received(client: socket.socket, length: int) -> bytes:
    """Return as many bytes, fewer if the connection ends before."""
    data = b""
    while len(data) < length and (more := client.recv(length - len(data))):
        data += more
    return data


NAMES = st.sampled_from(
    ["X-A", "x-a", "X-a", "Set-Cookie", "set-cookie", "Vary", "SERVER", "Date", "X_Under", "X-Zz"]
)
VALUES = st.text(
    st.characters(min_codepoint=0x21, max_codepoint=0xFF, exclude_categories=["Cc"]), max_size=12
)
SPACES = st.sampled_from(["", " ", "  "])
HEADERS = st.lists(st.tuples(NAMES, SPACES, VALUES), max_size=8)
REASONS = st.sampled_from(["", "OK", "Fine, thanks", "Not Quite"])
EXTENSIONS = st.sampled_from([b"", b";a=1", b'; b="c"'])
TRAILERS = st.sampled_from([b"", b"X-Check: 1\r\n"])
PIECES = st.lists(st.tuples(st.binary(min_size=1, max_size=300), EXTENSIONS), max_size=5)


def _head(draw: Any, status: int, framing: list[str]) -> bytes:
    headers = [f"{name}:{space}{value}" for name, space, value in draw(HEADERS)]
    at = draw(st.integers(0, len(headers)))
    lines = [f"HTTP/1.1 {status} {draw(REASONS)}", *headers[:at], *framing, *headers[at:]]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


@st.composite
def answers(draw: Any) -> Answer:
    kind = draw(st.sampled_from(["length", "chunks", "until the end", "no body", "head", "cut off"]))
    closes = kind in ("until the end", "cut off") or draw(st.booleans())
    said = ["Connection: close"] if closes and kind not in ("until the end", "cut off") else []
    body = draw(st.binary(max_size=2000))
    length = f"content-Length: {len(body)}"
    if kind == "chunks":
        chunks = b"".join(
            b"%X%b\r\n%b\r\n" % (len(data), extension, data) for data, extension in draw(PIECES)
        )
        end = b"0\r\n%b\r\n" % draw(TRAILERS)
        return Answer(_head(draw, 200, ["transfer-encoding: Chunked", *said]) + chunks + end, closes)
    if kind == "no body":
        return Answer(_head(draw, draw(st.sampled_from([204, 304])), said), closes)
    if kind == "head":
        return Answer(_head(draw, 200, [length, *said]), closes, b"HEAD")
    if kind == "until the end":
        return Answer(_head(draw, draw(st.sampled_from([200, 404, 500])), []) + body, closes)
    if kind == "cut off":
        return Answer(_head(draw, 200, [f"Content-Length: {len(body) + 1}"]) + body, closes)
    return Answer(_head(draw, draw(st.sampled_from([200, 429, 503])), [length, *said]) + body, closes)


@given(answer=answers())
def test_responses_are_byte_for_byte_those_of_the_backend(
    backend: Backend, proxy: FaultProxy, answer: Answer
) -> None:
    backend.answer, before = answer, backend.connections
    with connected(proxy) as client:
        client.sendall(REQUEST % answer.method)
        assert received(client, len(answer.wire)) == answer.wire
        if answer.closes:
            assert client.recv(1) == b""
        else:
            client.sendall(REQUEST % answer.method)
            assert received(client, len(answer.wire)) == answer.wire
    assert backend.connections == before + 1


def test_a_request_is_forwarded_as_it_was_sent_but_for_its_host(backend: Backend, proxy: FaultProxy) -> None:
    backend.answer = Answer(b"HTTP/1.1 204 No Content\r\n\r\n")
    with connected(proxy) as client:
        client.sendall(REQUEST % b"GET")
        assert received(client, 27) == backend.answer.wire
    host = backend.url.removeprefix("http://").encode()
    assert backend.requests[-1] == (REQUEST % b"GET").replace(b"client.example.com", host)


def test_each_client_connection_has_one_to_the_backend(backend: Backend, proxy: FaultProxy) -> None:
    backend.answer, before = Answer(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"), backend.connections
    with connected(proxy) as first, connected(proxy) as second:
        for client in (first, second, first, second):
            client.sendall(REQUEST % b"GET")
            assert received(client, len(backend.answer.wire)) == backend.answer.wire
    assert backend.connections == before + 2


def test_a_connection_that_the_backend_ends_without_a_response_ends_for_the_client(
    backend: Backend, proxy: FaultProxy
) -> None:
    backend.answer = Answer(b"", closes=True)
    with connected(proxy) as client:
        client.sendall(REQUEST % b"GET")
        assert client.recv(1) == b""


def test_a_late_response_names_its_rule_and_is_otherwise_the_backends(backend: Backend) -> None:
    backend.answer = Answer(
        b"HTTP/1.1 200 Fine\r\nDATE: today\r\nX-a: 1\r\nx-A: 2\r\nContent-Length: 2\r\n\r\nok"
    )
    engine = FaultEngine()
    engine.add({"fault": "latency", "delay": "1ms", "path": "/*", "name": "slow"})
    with FaultProxy(backend.url, engine, serves="api") as proxy, connected(proxy) as client:
        expected = backend.answer.wire.replace(b"\r\n\r\n", b"\r\nX-Fault-Rule: slow\r\n\r\n")
        client.sendall(REQUEST % b"GET")
        assert received(client, len(expected)) == expected

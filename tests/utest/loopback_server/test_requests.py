"""Which requests the server accepts, and which it rejects."""

import re
import socket
import tracemalloc
from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import Any

import pytest
import requests

from loopback_server.response import Response
from loopback_server.server import LoopbackServer
from support.raw_http import Echo, connect, read_to_end, talk


def test_a_body_ends_where_its_request_ends(server: LoopbackServer) -> None:
    requests_sent = [
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\none",
        b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\ntw\r\n1\r\no\r\n0\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\n\r\n",
    ]
    received = talk(server, b"".join(requests_sent))
    assert re.findall(rb"\r\n\r\n(one|two|$)", received) == [b"one", b"two", b""]


def test_a_body_can_be_read_in_pieces(serve: Callable[..., LoopbackServer]) -> None:
    def application(environ: Any, start_response: Any) -> list[bytes]:
        start_response("200 OK", [])
        stream = environ["wsgi.input"]
        return [b"|".join((stream.readline(), stream.read(2), stream.read(), stream.read(), stream.read(1)))]

    server = serve(application)
    assert requests.post(server.url, data=b"line\nabcd", timeout=30).content == b"line\n|ab|cd||"
    assert requests.post(server.url, data=iter([b"li", b"ne\nabcd"]), timeout=30).content == b"line\n|ab|cd||"


def test_a_client_that_waits_for_100_continue_gets_it(server: LoopbackServer) -> None:
    with connect(server) as connection:
        connection.sendall(b"POST / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n")
        connection.sendall(b"hi")
        assert not read_to_end(connection).startswith(b"HTTP/1.1 100")
    with connect(server) as connection:
        connection.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n")
        assert connection.recv(1000) == b"HTTP/1.1 100 Continue\r\n\r\n"
        connection.sendall(b"hi")
        assert connection.recv(1000).endswith(b"\r\n\r\nhi")


@pytest.mark.parametrize(
    ("request_bytes", "status"),
    [
        (b"GET\r\n\r\n", 400),
        (b"GET /open HTTP/9.9\r\n\r\n", 505),
        (b"GET http://[::1/open HTTP/1.1\r\n\r\n", 400),
        (b"GET /" + b"x" * 70_000 + b" HTTP/1.1\r\n\r\n", 414),
        (b"GET / HTTP/1.1\r\nX: " + b"x" * 70_000 + b"\r\n\r\n", 431),
        (b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 200 + b"\r\n\r\n", 431),
        (b"POST / HTTP/1.1\r\nContent-Length: " + b"9" * 5000 + b"\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nContent-Length: x\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx", 400),
        (b"POST / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 400),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nx", 400),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nxyz\r\n0\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n-2\r\nxy\r\n0\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0x2\r\nxy\r\n0\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n" + b"F" * 40 + b"\r\nx\r\n", 400),
        (
            b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2;" + b"x" * 5000 + b"\r\nxy\r\n0\r\n\r\n",
            400,
        ),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n" + b"a: b\r\n" * 200, 400),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: gzip\r\n\r\n0\r\n\r\n", 400),
        (b"POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\nx", 400),
        (b"POST / HTTP/1.1\r\nContent-Length: +2\r\n\r\nxx", 400),
        (b"POST / HTTP/1.1\r\nContent-Length : 2\r\n\r\nxx", 400),
        (b"GET / HTTP/1.1\r\nno header\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nA: b\r\n c\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nA: b\rC: d\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nA: b\0\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nA:" + b" " * 60_000 + b"\0\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nA: b", 400),
        (b"GET / HTTP/1.1\r\n: b\r\n\r\n", 400),
        (b"GET /\r\n\r\n", 400),
    ],
    ids=lambda value: ascii(value)[:60],
)
def test_malformed_requests_are_rejected_with_the_chosen_response(
    serve: Callable[..., LoopbackServer], echo: Echo, request_bytes: bytes, status: int
) -> None:
    def error_response(status: HTTPStatus) -> Response:
        return Response(status, (("X-Made-By", "me"),), b"refused")

    server = serve(echo, error_response=error_response)
    head, _, body = talk(server, request_bytes).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 %d " % status)
    assert b"X-Made-By: me\r\n" in head
    assert b"Connection: close" in head
    assert body == b"refused"
    assert echo.environs == []
    assert requests.get(server.url, timeout=30).status_code == 200


def test_a_rejection_says_its_status_by_default(server: LoopbackServer) -> None:
    assert talk(server, b"GET\r\n\r\n").endswith(b"\r\n\r\nBad Request")


def test_an_unread_malformed_body_is_rejected_as_well(
    serve: Callable[..., LoopbackServer],
) -> None:
    def application(_environ: Any, start_response: Any) -> list[bytes]:
        start_response("200 OK", [])
        return [b"read nothing"]

    head = b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
    server = serve(application)
    assert talk(server, head + b"2\r\nhi\r\n0\r\n\r\n").startswith(b"HTTP/1.1 200 ")
    assert talk(server, head + b"zz\r\n").startswith(b"HTTP/1.1 400 ")


def test_an_incomplete_body_gets_no_response(server: LoopbackServer, echo: Echo) -> None:
    received = talk(server, b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{}")
    assert (received, echo.environs) == (b"", [])


def test_a_long_announcement_takes_no_memory(server: LoopbackServer) -> None:
    tracemalloc.start()
    try:
        assert talk(server, b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5000000000\r\n\r\n{}") == b""
        assert tracemalloc.get_traced_memory()[1] < 100_000_000
    finally:
        tracemalloc.stop()


def test_trailers_and_extensions_of_chunks_are_dropped(server: LoopbackServer) -> None:
    head = b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
    received = talk(
        server, head + b"2;a=b\r\nhi\r\n0\r\nChecksum: 1\r\n\r\n" + b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
    )
    assert re.findall(rb"HTTP/1.1 (\d+) |\r\n\r\n(hi|$)", received) == [
        (b"200", b""),
        (b"", b"hi"),
        (b"200", b""),
        (b"", b""),
    ]


def test_the_same_length_twice_is_one(server: LoopbackServer) -> None:
    sent = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 2 \r\n\r\nhi"
    assert talk(server, sent).endswith(b"\r\n\r\nhi")


@pytest.mark.parametrize(
    "sent",
    [
        b"POST / HT",
        b"POST / HTTP/1.1\r\nHost: x\r\nConte",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{}",
        b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
        b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n",
    ],
)
def test_half_a_request_ends_after_a_time(
    server: LoopbackServer, echo: Echo, monkeypatch: pytest.MonkeyPatch, sent: bytes
) -> None:
    monkeypatch.setattr("loopback_server.request_handler.REQUEST_SECONDS", 0.2)
    received = talk(server, sent, until_end=False)
    assert received.startswith(b"HTTP/1.1 408 Request Timeout\r\n")
    assert b"Connection: close" in received
    assert echo.environs == []


def test_an_unread_body_is_discarded(serve: Callable[..., LoopbackServer]) -> None:
    def application(environ: Any, start_response: Any) -> Iterator[bytes]:
        start_response("200 OK", [("Content-Length", "5")])
        yield environ["wsgi.input"].read(5)

    long = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 200000\r\n\r\nfirst" + b"x" * 199_995
    received = talk(
        serve(application), long + b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 6\r\n\r\nsecond"
    )
    assert re.findall(rb"\r\n\r\n(.....)", received) == [b"first", b"secon"]


def test_an_unread_body_that_is_far_too_long_ends_the_connection(
    serve: Callable[..., LoopbackServer], monkeypatch: pytest.MonkeyPatch
) -> None:
    def application(_environ: Any, start_response: Any) -> list[bytes]:
        start_response("413 Content Too Large", [])
        return []

    monkeypatch.setattr("loopback_server.request_handler.DISCARD_LIMIT_BYTES", 100_000)
    head = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5000000\r\n\r\n"
    received = talk(serve(application), head + b"x" * 5_000_000)
    assert received.startswith(b"HTTP/1.1 413")
    assert b"Connection: close" in received


def test_a_client_that_hangs_up_does_not_affect_others(server: LoopbackServer) -> None:
    for request in (b"POST / HTTP/1.1\r\nContent-Length: 100\r\n\r\nx", b"GET /op", b""):
        with connect(server) as connection:
            connection.sendall(request)
    with connect(server) as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        connection.sendall(b"GET / HTTP/1.1\r\n\r\n")
    assert requests.get(server.url, timeout=30).status_code == 200

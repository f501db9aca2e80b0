"""How the application's response is sent."""

import re
import sys
from collections.abc import Callable, Iterable, Iterator
from email.utils import parsedate_to_datetime
from typing import Any

import pytest
import requests

from loopback_server.server import LoopbackServer
from support.raw_http import connect, talk

GET = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
Serve = Callable[..., LoopbackServer]


def answering(body: Iterable[bytes], *headers: tuple[str, str], status: str = "200 OK") -> Any:
    def application(_environ: Any, start_response: Any) -> Iterable[bytes]:
        start_response(status, list(headers))
        return body

    return application


def test_a_whole_body_is_sent_with_its_length_and_in_one_packet(serve: Serve) -> None:
    with connect(serve(answering([b"one", b"two"]))) as connection:
        connection.sendall(GET)
        head, _, body = connection.recv(1000).partition(b"\r\n\r\n")
    assert body == b"onetwo"
    assert b"\r\nContent-Length: 6\r\n" in head
    assert parsedate_to_datetime(re.findall(rb"\r\nDate: (.*)", head)[0].decode()).tzinfo is not None


def test_headers_are_sent_as_the_application_set_them(serve: Serve) -> None:
    server = serve(answering([b""], ("x-B", "1"), ("Date", "today"), ("X-a", "ä"), ("x-B", "Ω")))
    lines = talk(server, GET).decode("latin-1").splitlines()
    assert lines[:5] == ["HTTP/1.1 200 OK", "x-B: 1", "Date: today", "X-a: ä", "x-B: ?"]
    assert not any(line.startswith("Server") for line in lines)


def test_a_generators_body_is_sent_in_chunks(serve: Serve) -> None:
    def application(_environ: Any, start_response: Any) -> Iterator[bytes]:
        start_response("200 OK", [])
        yield b"one"
        yield b""
        yield b"three"

    server = serve(application)
    with connect(server) as connection:
        connection.sendall(GET)
        assert b"\r\nTransfer-Encoding: chunked\r\n" in connection.recv(1000)
    assert talk(server, GET).endswith(b"\r\n\r\n3\r\none\r\n5\r\nthree\r\n0\r\n\r\n")
    assert requests.get(server.url, timeout=30).content == b"onethree"


def test_a_client_of_http_1_0_gets_no_chunks(serve: Serve) -> None:
    received = talk(
        serve(answering(iter([b"one", b"two"]))), b"GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"
    )
    assert received.endswith(b"\r\n\r\nonetwo")
    assert b"Transfer-Encoding" not in received
    assert b"\r\nConnection: close\r\n" in received


def test_a_stream_of_known_length_is_sent_as_it_is(serve: Serve) -> None:
    received = talk(serve(answering(iter([b"one", b"two"]), ("Content-Length", "6"))), GET)
    assert received.endswith(b"\r\n\r\nonetwo")
    assert b"Transfer-Encoding" not in received


@pytest.mark.parametrize(("announced", "responses"), [("3", 2), ("2", 1), ("4", 1)])
def test_a_wrong_length_ends_the_connection(serve: Serve, announced: str, responses: int) -> None:
    received = talk(serve(answering([b"one"], ("Content-Length", announced))), GET * 2)
    assert received.count(b"HTTP/1.1 200 OK") == responses


@pytest.mark.parametrize("status", ["204 No Content", "304 Not Modified"])
def test_a_status_without_a_body_has_none(serve: Serve, status: str) -> None:
    received = talk(serve(answering([b"body"], status=status)), GET)
    assert received.startswith(f"HTTP/1.1 {status}\r\n".encode())
    assert received.endswith(b"\r\n\r\n")
    assert b"Content-Length" not in received


@pytest.mark.parametrize("headers", [[("Content-Length", "4")], []], ids=["announced", "counted"])
def test_a_response_to_head_has_a_length_and_no_body(serve: Serve, headers: list[tuple[str, str]]) -> None:
    server = serve(answering([b"body"], *headers))
    head = talk(server, GET.replace(b"GET", b"HEAD"))
    assert b"\r\nContent-Length: 4\r\n" in head
    assert head.endswith(b"\r\n\r\n")
    assert talk(server, GET).endswith(b"body")


def test_an_application_may_end_the_connection(serve: Serve) -> None:
    received = talk(serve(answering([b""], ("Connection", "close"))), GET * 2)
    assert received.count(b"HTTP/1.1 200 OK") == 1
    assert received.count(b"Connection: close") == 1


def test_the_body_is_closed_when_it_has_been_sent(serve: Serve) -> None:
    closed = []

    class Body(list[bytes]):
        def close(self) -> None:
            closed.append(True)

    assert talk(serve(answering(Body([b"x"]))), GET).endswith(b"x")
    assert closed == [True]


def test_an_exception_is_500_and_reveals_nothing(serve: Serve, caplog: pytest.LogCaptureFixture) -> None:
    def application(_environ: Any, _start_response: Any) -> Any:
        raise RuntimeError("secret-4711")

    received = talk(serve(application), GET)
    assert received.startswith(b"HTTP/1.1 500 Internal Server Error\r\n")
    assert b"secret" not in received
    assert "No response to GET /" in caplog.text
    assert "secret-4711" in caplog.text


def test_an_oserror_of_the_application_is_not_the_clients_fault(serve: Serve) -> None:
    def application(_environ: Any, _start_response: Any) -> Any:
        raise FileNotFoundError("a file is missing")

    assert talk(serve(application), GET).startswith(b"HTTP/1.1 500 ")


def test_an_exception_in_the_middle_of_a_body_ends_the_connection(serve: Serve) -> None:
    def body() -> Iterator[bytes]:
        yield b"begun"
        raise RuntimeError

    received = talk(serve(answering(body())), GET * 2)
    assert received.endswith(b"5\r\nbegun\r\n")
    assert received.count(b"HTTP/1.1") == 1


def test_an_application_that_starts_no_response_is_500(
    serve: Serve, caplog: pytest.LogCaptureFixture
) -> None:
    assert talk(serve(lambda *_: [b"body"]), GET).startswith(b"HTTP/1.1 500 ")
    assert "without calling start_response" in caplog.text


def test_writing_instead_of_returning_is_an_error(serve: Serve, caplog: pytest.LogCaptureFixture) -> None:
    def application(_environ: Any, start_response: Any) -> Any:
        start_response("200 OK", [])(b"x")

    assert talk(serve(application), GET).startswith(b"HTTP/1.1 500")
    assert "Return the body as an iterable" in caplog.text


def test_a_response_can_be_replaced_by_an_error_before_it_has_begun(serve: Serve) -> None:
    def application(_environ: Any, start_response: Any) -> list[bytes]:
        start_response("200 OK", [("X-Dropped", "1")])
        try:
            {}["late"]
        except KeyError:
            start_response("503 Service Unavailable", [], sys.exc_info())
        return [b"sorry"]

    received = talk(serve(application), GET)
    assert received.startswith(b"HTTP/1.1 503 Service Unavailable\r\n")
    assert b"X-Dropped" not in received


def test_a_response_can_not_be_replaced_after_it_has_begun(
    serve: Serve, caplog: pytest.LogCaptureFixture
) -> None:
    def application(_environ: Any, start_response: Any) -> Iterator[bytes]:
        start_response("200 OK", [])
        yield b"begun"
        try:
            {}["late"]
        except KeyError:
            start_response("503 Service Unavailable", [], sys.exc_info())

    received = talk(serve(application), GET)
    assert received.startswith(b"HTTP/1.1 200 OK")
    assert received.endswith(b"5\r\nbegun\r\n")
    assert "KeyError: 'late'" in caplog.text

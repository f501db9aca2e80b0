"""When connections stay open, and when they end."""

import socket
import threading
from collections.abc import Callable
from typing import Any

import pytest
import requests

from loopback_server.listener import PortUnavailableError
from loopback_server.server import LoopbackServer
from support.raw_http import Echo, connect, read_to_end, talk
from support.waiting import wait_until

GET = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"


class Gate:
    """An application that responds when it is told to."""

    def __init__(self) -> None:
        self.has_begun, self.may_answer = threading.Event(), threading.Event()

    def __call__(self, _environ: Any, start_response: Any) -> list[bytes]:
        self.has_begun.set()
        assert self.may_answer.wait(30)
        start_response("200 OK", [])
        return [b"answered"]


def test_a_connection_stays_open(server: LoopbackServer, echo: Echo) -> None:
    with connect(server) as connection:
        for _ in range(3):
            connection.sendall(GET)
            assert connection.recv(1000).startswith(b"HTTP/1.1 200 OK\r\n")
    assert len({environ["werkzeug.socket"] for environ in echo.environs}) == 1


@pytest.mark.parametrize(
    ("head", "responses"),
    [
        (b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n", 1),
        (b"GET / HTTP/1.0\r\n\r\n", 1),
        (b"GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", 2),
    ],
)
def test_a_client_decides_whether_the_connection_stays_open(
    server: LoopbackServer, head: bytes, responses: int
) -> None:
    received = talk(server, head * 2)
    assert received.count(b"HTTP/1.1 200 OK") == responses
    assert received.count(b"Connection: close" if responses == 1 else b"Connection: keep-alive") == responses


def test_an_idle_connection_is_closed(server: LoopbackServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("loopback_server.request_handler.IDLE_SECONDS", 0.05)
    monkeypatch.setattr("loopback_server.leader_followers.IDLE_SECONDS", 0.05)
    monkeypatch.setattr("loopback_server.leader_followers.SWEEP_SECONDS", 0.02)
    with connect(server) as connection:
        assert read_to_end(connection) == b""


def test_a_client_that_is_still_sending_can_read_the_rejection(server: LoopbackServer) -> None:
    rest = b"x" * 1_000_000
    received = talk(server, b"GET / HTTP/9.9\r\n\r\n" + rest, until_end=False)
    assert received.startswith(b"HTTP/1.1 505 ")


def test_stop_leaves_no_thread_and_no_port(echo: Echo, new_server: Callable[..., LoopbackServer]) -> None:
    before = set(threading.enumerate())
    server = new_server(echo)
    server.start()
    with connect(server) as connection:
        connection.sendall(GET)
        assert connection.recv(1000).startswith(b"HTTP/1.1 200 OK\r\n")
        server.stop()
        assert connection.recv(1000) == b""
    assert set(threading.enumerate()) <= before
    with pytest.raises(ConnectionRefusedError):
        connect(server)


def test_a_server_that_has_not_been_started_can_be_stopped(
    echo: Echo, new_server: Callable[..., LoopbackServer]
) -> None:
    server = new_server(echo)
    server.stop()
    with pytest.raises(ConnectionRefusedError):
        connect(server)


def test_requests_before_the_start_are_answered_after_it(
    echo: Echo, new_server: Callable[..., LoopbackServer]
) -> None:
    server = new_server(echo)
    with connect(server) as connection:
        connection.sendall(GET)
        with server:
            assert connection.recv(1000).startswith(b"HTTP/1.1 200 OK\r\n")


class TestRefusal:
    """A port that is closed for a while."""

    def test_new_connections_are_refused_until_it_opens_again(self, server: LoopbackServer) -> None:
        server.refuse()
        server.refuse()
        with pytest.raises(ConnectionRefusedError):
            connect(server)
        server.accept()
        server.accept()
        assert requests.get(server.url, timeout=30).status_code == 200

    def test_nobody_else_is_given_the_port(self, server: LoopbackServer) -> None:
        server.refuse()
        with socket.socket() as other, pytest.raises(OSError, match="Address already in use"):
            other.bind(("127.0.0.1", server.port))
        server.accept()
        assert requests.get(server.url, timeout=30).status_code == 200

    def test_idle_connections_are_closed(self, server: LoopbackServer) -> None:
        with connect(server) as connection:
            connection.sendall(GET)
            assert connection.recv(1000).startswith(b"HTTP/1.1 200 OK\r\n")
            server.refuse()
            assert connection.recv(1000) == b""

    def test_a_request_in_progress_is_answered_and_its_connection_closed(
        self, serve: Callable[..., LoopbackServer]
    ) -> None:
        gate = Gate()
        server = serve(gate)
        with connect(server) as connection:
            connection.sendall(GET)
            assert gate.has_begun.wait(30)
            server.refuse()
            connection.sendall(GET)
            gate.may_answer.set()
            received = read_to_end(connection)
        assert received.count(b"HTTP/1.1 200 OK") == 1
        assert received.endswith(b"answered")

    def test_a_stopped_server_stays_stopped(self, server: LoopbackServer) -> None:
        server.refuse()
        server.stop()
        server.accept()
        with pytest.raises(ConnectionRefusedError):
            connect(server)


class TestPorts:
    """The addresses that a server can listen on."""

    def test_a_port_in_use_is_reported_in_one_line(self, server: LoopbackServer, echo: Echo) -> None:
        advice = r": .*in use\. Choose another address or port; port 0 is any free one\.$"
        with pytest.raises(
            PortUnavailableError, match=rf"^Cannot listen on 127\.0\.0\.1:{server.port}{advice}"
        ):
            LoopbackServer(echo, port=server.port)

    @pytest.mark.parametrize(("host", "port"), [("127.0.0.1", 99999), ("192.0.2.1", 0), ("no such host", 0)])
    def test_an_impossible_address_is_reported_in_one_line(self, echo: Echo, host: str, port: int) -> None:
        with pytest.raises(PortUnavailableError, match=rf"^Cannot listen on {host}:{port}: "):
            LoopbackServer(echo, host=host, port=port)

    def test_requests_are_served_over_ipv6(self, serve: Callable[..., LoopbackServer], echo: Echo) -> None:
        if not socket.has_ipv6:
            pytest.skip("this machine has no IPv6")
        try:
            server = serve(echo, host="::1")
        except PortUnavailableError:
            pytest.skip("this machine has no IPv6 loopback")
        assert server.url == f"http://[::1]:{server.port}"
        assert requests.get(server.url, timeout=30).status_code == 200

    def test_it_listens_on_loopback_by_default(self, server: LoopbackServer) -> None:
        assert server.url == f"http://127.0.0.1:{server.port}"


def test_threads_of_closed_connections_end(server: LoopbackServer) -> None:
    assert talk(server, GET).startswith(b"HTTP/1.1 200 OK")
    before = threading.active_count()
    for _ in range(5):
        assert talk(server, GET).startswith(b"HTTP/1.1 200 OK")
    wait_until(lambda: threading.active_count() <= before)
    assert requests.get(server.url, timeout=30).status_code == 200

"""Connections that are served by few threads, quick requests one after the other and slow ones at the same time."""

import socket
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from loopback_server import leader_followers
from loopback_server.leader_followers import LeaderFollowers, promote_follower
from loopback_server.server import LoopbackServer
from support.raw_http import connect, read_to_end

QUICK = b"GET /quick HTTP/1.1\r\nHost: x\r\n\r\n"
SLOW = b"GET /slow HTTP/1.1\r\nHost: x\r\n\r\n"
NEVER = 3600.0


class Application:
    """Answers quick requests at once, and slow ones when it may; keeps the threads that answered.

    Attributes:
        before_waiting: What a slow request does before it waits.
    """

    def __init__(self) -> None:
        self.may_answer, self.is_waiting = threading.Event(), threading.Event()
        self.before_waiting: Callable[[dict[str, Any]], None] = lambda _environ: None
        self.threads: list[int] = []

    def __call__(self, environ: dict[str, Any], start_response: Any) -> list[bytes]:
        self.threads.append(threading.get_ident())
        if environ["PATH_INFO"] == "/slow":
            self.before_waiting(environ)
            self.is_waiting.set()
            assert self.may_answer.wait(30)
        start_response("200 OK", [])
        return [environ["PATH_INFO"].encode()]


@pytest.fixture
def application() -> Application:
    return Application()


@pytest.fixture
def server(application: Application) -> Iterator[LoopbackServer]:
    with LoopbackServer(application, threads=LeaderFollowers()) as server:
        yield server
        application.may_answer.set()


def ask(connection: socket.socket, request: bytes) -> bytes:
    connection.sendall(request)
    return connection.recv(1000)


def test_quick_requests_of_all_connections_are_answered_by_one_thread(
    server: LoopbackServer, application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leader_followers, "TURN_SECONDS", NEVER)
    with connect(server) as one, connect(server) as another:
        for connection in (one, another, one, another):
            assert ask(connection, QUICK).endswith(b"/quick")
    assert len(application.threads) == 4
    assert len(set(application.threads)) == 1


def test_a_slow_request_keeps_nobody_else_waiting(server: LoopbackServer, application: Application) -> None:
    with connect(server) as one, connect(server) as another, connect(server) as third:
        for connection in (one, another):
            application.is_waiting.clear()
            connection.sendall(SLOW)
            assert application.is_waiting.wait(30)
        assert ask(third, QUICK).endswith(b"/quick")
        application.may_answer.set()
        for connection in (one, another):
            assert connection.recv(1000).endswith(b"/slow")
            assert ask(connection, QUICK).endswith(b"/quick")


def test_a_request_that_says_so_before_it_waits_is_followed_at_once(
    server: LoopbackServer, application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leader_followers, "TURN_SECONDS", NEVER)
    application.before_waiting = lambda _environ: promote_follower()
    with connect(server) as one, connect(server) as another:
        one.sendall(SLOW)
        assert application.is_waiting.wait(30)
        assert ask(another, QUICK).endswith(b"/quick")
        application.may_answer.set()
        assert one.recv(1000).endswith(b"/slow")
        assert ask(one, QUICK).endswith(b"/quick")


def test_a_thread_that_serves_nobody_has_no_follower() -> None:
    before = threading.active_count()
    promote_follower()
    assert threading.active_count() == before


def test_a_number_of_a_connection_that_the_application_closed_is_used_again(
    server: LoopbackServer, application: Application
) -> None:
    numbers = []

    def close(environ: dict[str, Any]) -> None:
        connection = environ["werkzeug.socket"]
        numbers.append(connection.fileno())
        socket.close(connection.detach())
        application.is_waiting.set()
        assert application.may_answer.wait(30)
        raise ConnectionAbortedError("The application has closed the connection.")

    application.before_waiting = close
    with connect(server) as one, socket.socket() as another:
        one.sendall(SLOW)
        assert read_to_end(one) == b""
        another.settimeout(30)
        another.connect(("127.0.0.1", server.port))
        assert ask(another, QUICK).endswith(b"/quick")
        application.may_answer.set()
        assert ask(another, QUICK).endswith(b"/quick")
        another.sendall(SLOW)
        assert read_to_end(another) == b""
    assert numbers[1] == numbers[0]


def test_a_silent_connection_is_closed(server: LoopbackServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leader_followers, "SWEEP_SECONDS", 0.02)
    with connect(server) as connection:
        assert ask(connection, QUICK).endswith(b"/quick")
        monkeypatch.setattr(leader_followers, "IDLE_SECONDS", 0.05)
        with connect(server) as another:
            assert ask(another, QUICK).endswith(b"/quick")
            assert read_to_end(connection) == b""


def test_the_end_of_the_server_does_not_wait_for_the_next_request(server: LoopbackServer) -> None:
    with connect(server) as connection:
        assert ask(connection, QUICK).endswith(b"/quick")
        server.stop()
        assert read_to_end(connection) == b""


def test_a_request_that_outlives_the_server_ends_with_its_connection_closed(
    server: LoopbackServer, application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("loopback_server.connections.JOIN_SECONDS", 0.05)
    monkeypatch.setattr(leader_followers, "JOIN_SECONDS", 0.05)
    answering: dict[str, Any] = {}
    application.before_waiting = answering.update
    with connect(server) as connection:
        connection.sendall(SLOW)
        assert application.is_waiting.wait(30)
        thread = next(one for one in threading.enumerate() if one.ident == application.threads[0])
        server.stop()
        application.may_answer.set()
        thread.join(30)
        assert not thread.is_alive()
        assert answering["werkzeug.socket"].fileno() == -1
        assert read_to_end(connection) == b""

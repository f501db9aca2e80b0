"""Requests without a response are sent again, and no others, against a server that breaks connections."""

import socket
import struct
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from requests import ConnectionError as NoConnectionError
from requests import ReadTimeout, Response, Session

from ManuelAPI.client import ApiClient, ApiRequest
from ManuelAPI.retries import RetriesWithoutResponse
from ManuelAPI.session import ManuelSession
from ManuelAPI.unreachable import ApiUnreachableError

RETRIES = 2
SUITE = """
*** Settings ***
Library    ManuelAPI

*** Test Cases ***
Health Is Answered In The End
    Do Not Check Contract    The server of this test answers anything.
    Send Request    GET    /health    status=200
"""
RESET = struct.pack("ii", 1, 0)
"""The value of SO_LINGER with which `close` resets a connection."""


class BreakingServer:
    """A server that breaks the first connections after it has read their requests, and responds on all others.

    Attributes:
        broken: How many connections to break.
        is_reset: Whether a connection is broken with a reset; else it is closed.
        status: The status line that is answered with; nothing if it is empty.
        requests: The first lines of the requests.
    """

    def __init__(self) -> None:
        self.broken = 0
        self.is_reset = True
        self.status = "200 OK"
        self.requests: list[str] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._held: list[socket.socket] = []
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        for connection in [self._listener, *self._held]:
            connection.close()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                self._answer(self._listener.accept()[0])

    def _answer(self, connection: socket.socket) -> None:
        request = connection.recv(65536)
        if not request:  # only a look whether anybody listens
            connection.close()
            return
        self.requests.append(request.decode().partition(" HTTP")[0])
        if len(self.requests) > self.broken and not self.status:
            self._held.append(connection)
            return
        if len(self.requests) > self.broken:
            headers = "Content-Length: 0\r\nRetry-After: 0\r\nConnection: close"
            connection.sendall(f"HTTP/1.1 {self.status}\r\n{headers}\r\n\r\n".encode())
        elif self.is_reset:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        connection.close()


@pytest.fixture
def server() -> Iterator[BreakingServer]:
    server = BreakingServer()
    yield server
    server.close()


@pytest.fixture
def session(server: BreakingServer, use_environment: Callable[..., Any]) -> Session:
    use_environment(api_base_url=server.url, max_retries=RETRIES, timeout_seconds=0.2)
    return ManuelSession(lambda _: None).current()[1]


def send(session: Session, server: BreakingServer, method: str = "GET") -> Response:
    return session.request(method, f"{server.url}/x", timeout=30)


@pytest.mark.parametrize("is_reset", [True, False], ids=["reset", "closed"])
@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_an_idempotent_request_is_sent_again_after_its_connection_broke(
    session: Session, server: BreakingServer, method: str, is_reset: bool
) -> None:
    server.broken, server.is_reset = RETRIES, is_reset
    assert send(session, server, method).status_code == 200
    assert server.requests == [f"{method} /x"] * (RETRIES + 1)


def test_one_broken_connection_more_than_max_retries_is_an_error(
    session: Session, server: BreakingServer
) -> None:
    server.broken = RETRIES + 1
    with pytest.raises(NoConnectionError, match="Max retries exceeded"):
        send(session, server)
    assert len(server.requests) == RETRIES + 1


def test_the_error_of_a_keyword_says_how_often_the_request_was_sent(
    session: Session, server: BreakingServer
) -> None:
    server.broken = 100
    with pytest.raises(ApiUnreachableError, match=r"none in 3 attempts: .*Connection reset by peer, after"):
        ApiClient().send(ApiRequest("GET", "/health"))
    with pytest.raises(ApiUnreachableError, match=r"none: .*Connection reset by peer, after"):
        ApiClient().send(ApiRequest("POST", "/api/query"))


def test_a_post_is_not_sent_again_after_its_connection_broke(
    session: Session, server: BreakingServer
) -> None:
    server.broken = 1
    with pytest.raises(NoConnectionError, match="Connection reset by peer"):
        send(session, server, "POST")
    assert server.requests == ["POST /x"]


@pytest.mark.parametrize("status", ["429 Too Many Requests", "500 Internal Server Error", "503 Unavailable"])
def test_nothing_is_sent_again_after_a_response(
    session: Session, server: BreakingServer, status: str
) -> None:
    server.status = status
    assert send(session, server).status_code == int(status[:3])
    assert server.requests == ["GET /x"]


def test_nothing_is_sent_again_after_a_timeout(session: Session, server: BreakingServer) -> None:
    server.status = ""
    with pytest.raises(ReadTimeout):
        session.get(f"{server.url}/x", timeout=0.2)
    assert server.requests == ["GET /x"]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_any_request_is_sent_again_while_nothing_listens(
    use_environment: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        use_environment(api_base_url=url, max_retries=RETRIES)
        session = ManuelSession(lambda _: None).current()[1]
        with pytest.raises(NoConnectionError, match="Connection refused"):
            session.request(method, url)

        def listen_before_the_last(retries: RetriesWithoutResponse, _: object = None) -> None:
            if retries.total == 0:
                listener.listen()

        monkeypatch.setattr(RetriesWithoutResponse, "sleep", listen_before_the_last)
        with pytest.raises(ReadTimeout):  # the request has reached the listener, which never answers
            session.request(method, url, timeout=(1, 0.2))


def test_without_retries_the_first_broken_connection_is_an_error(
    server: BreakingServer, use_environment: Callable[..., Any]
) -> None:
    use_environment(api_base_url=server.url, max_retries=0)
    server.broken = 1
    session = ManuelSession(lambda _: None).current()[1]
    with pytest.raises(NoConnectionError):
        send(session, server)
    assert send(session, server).status_code == 200
    assert len(server.requests) == 2


def test_each_retry_is_a_warning_in_the_log(server: BreakingServer, tmp_path: Path) -> None:
    (tmp_path / "suite.robot").write_text(SUITE)
    server.broken = 1 + RETRIES  # the first request asks whose API it is, once
    settings = tmp_path / "dev.yaml"
    settings.write_text(f"environment: dev\napi_base_url: {server.url}\nmax_retries: {RETRIES}\n")
    run = subprocess.run(
        [
            sys.executable,
            "-m",
            "robot",
            "--variablefile",
            settings,
            "--outputdir",
            tmp_path,
            tmp_path / "suite.robot",
        ],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert run.returncode == 0, run.stdout
    warnings = [line for line in run.stderr.splitlines() if line.startswith("[ WARN ]")]
    assert [warning.partition(" after ")[0] for warning in warnings] == [
        "[ WARN ] Retrying (retries left: 1)",
        "[ WARN ] Retrying (retries left: 0)",
    ]
    assert all(warning.endswith("Connection reset by peer')': /health") for warning in warnings)

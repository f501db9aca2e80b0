"""Receivers of alerts on this machine."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

from manuel_runner.alerts import retries
from manuel_runner.alerts.alert import Alert
from support.stand_in import _clock, account_id, aws, clock, engine, server, session

__all__ = ["_clock", "account_id", "aws", "clock", "engine", "server", "session"]


@dataclass
class Receiver:
    """A web server that keeps what is posted to it, and answers with the statuses it is told, the last one for ever."""

    url: str = ""
    statuses: list[int] = field(default_factory=lambda: [200])
    received: list[dict[str, Any]] = field(default_factory=list)

    def next_status(self) -> int:
        return self.statuses.pop(0) if len(self.statuses) > 1 else self.statuses[0]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    kept = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            kept.received.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(kept.next_status())
            self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Print nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    kept.url = f"http://127.0.0.1:{server.server_port}/services/T0WORK/B0CHAT/wbhk-secret"
    yield kept
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retries, "FIRST_WAIT_SECONDS", 0.001)


@pytest.fixture
def alert() -> Alert:
    return Alert(
        event="failed",
        environment="staging",
        title="Manuel on staging: 3 failed & 1 <blocked>",
        lines=("Tests: all tests", "POST /api/query: expected 200, got 500 (3 failed, 1 blocked)"),
        link="https://ci.example.com/7/",
    )

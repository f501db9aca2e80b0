"""Which worker uses an engine: one at a time, for as long as it keeps a connection open.

Rules act on whatever the backend does, and its circuit breakers and clock are its own, so two workers would disturb each other.
The kernel closes the connection however the worker ends.
"""

import json
import select
import threading
from collections.abc import Callable, Iterable, Iterator
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

PATIENCE = 2.0
"""How many seconds a worker waits for another that is about to end."""


class Attachments:
    """Lets one worker after another use an engine.

    Args:
        on_detach: Is called with the worker that has gone, before the next one is let in.
    """

    def __init__(self, on_detach: Callable[[str], object]) -> None:
        self._on_detach = on_detach
        self._free = threading.Condition()
        self._worker: str | None = None

    def serve(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer `GET /_faults/attachment?worker=...` for as long as the worker keeps the connection open."""
        (worker,) = parse_qs(environ.get("QUERY_STRING", "")).get("worker", ["unnamed"])
        with self._free:
            if not self._free.wait_for(lambda: self._worker is None, PATIENCE):
                return self._refuse(start_response)
            self._worker = worker
        return self._hold(worker, environ["werkzeug.socket"], start_response)

    def _refuse(self, start_response: "StartResponse") -> Iterable[bytes]:
        start_response(f"{HTTPStatus.CONFLICT.value} Conflict", [("Content-Type", "application/json")])
        return [json.dumps({"worker": self._worker}).encode()]

    def _hold(self, worker: str, connection: Any, start_response: "StartResponse") -> Iterator[bytes]:
        try:
            start_response("200 OK", [("Content-Type", "application/json")])
            yield json.dumps({"worker": worker}).encode() + b"\n"
            _wait_until_closed(connection)
        finally:
            self._on_detach(worker)
            with self._free:
                self._worker = None
                self._free.notify()


def _wait_until_closed(connection: Any) -> None:
    """Wait for the end of what the client sends."""
    poll = select.poll()
    poll.register(connection, select.POLLIN | select.POLLHUP)
    poll.poll()

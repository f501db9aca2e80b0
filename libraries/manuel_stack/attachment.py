"""Attach a worker to a running stack: one worker at a time, for as long as it keeps a connection open.

Rules, circuit breakers, journal and clock are the stack's, so two workers would disturb each other. The kernel closes the
connection however the worker ends.
"""

import functools
import json
import os
import secrets
import select
import threading
from collections.abc import Callable, Iterable, Iterator
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from manuel_stack.errors import StackError

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

RESOURCE = "/_stack/attachment"
TIMEOUT = 5.0
PATIENCE = 2.0
"""How many seconds a worker waits for another that is about to end."""


@functools.cache
def worker_id() -> str:
    """Return the name of this process as a worker, which no other process ever has."""
    return f"{os.getpid()}-{secrets.token_hex(4)}"


class Attachments:
    """The stack's side: lets one worker after another use the stack.

    Args:
        on_detach: Is called with the worker that has gone, before the next one is let in.
    """

    def __init__(self, on_detach: Callable[[str], object]) -> None:
        self._on_detach = on_detach
        self._free = threading.Condition()
        self._worker: str | None = None

    def serve(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer `GET /_stack/attachment?worker=...` for as long as the worker keeps the connection open."""
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


class Attachment:
    """The worker's side, until `close`.

    Args:
        url: The URL of the stack's AWS stand-in.

    Raises:
        StackError: Another worker uses the stack, or it does not answer as a stack does.
    """

    def __init__(self, url: str) -> None:
        self._connection = HTTPConnection(urlsplit(url).netloc, timeout=TIMEOUT)
        try:
            self._connection.request("GET", f"{RESOURCE}?worker={worker_id()}")
            response = self._connection.getresponse()
            answer = json.loads(response.readline())
        except (OSError, HTTPException, ValueError) as error:
            self.close()
            raise StackError(f"the stack at {url} cannot be attached to: {error}") from None
        if response.status == HTTPStatus.OK:
            return
        self.close()
        if response.status == HTTPStatus.CONFLICT:
            raise StackError(
                f"the stack at {url} is in use by another worker, process {answer['worker'].partition('-')[0]}; a stack serves "
                "one worker at a time: wait until that run has ended, or start another stack with `make sandbox`"
            )
        raise StackError(f"the stack at {url} cannot be attached to: it is of another version")

    def close(self) -> None:
        """Leave the stack to others."""
        self._connection.close()


def _wait_until_closed(connection: Any) -> None:
    """Wait for the end of what the client sends."""
    poll = select.poll()
    poll.register(connection, select.POLLIN | select.POLLHUP)
    poll.poll()

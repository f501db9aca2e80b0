"""Requests over `http.client` in threads, for systems that pycurl has no wheel for (musl)."""

import http.client
import socket
from collections.abc import Iterable
from queue import Empty, SimpleQueue
from threading import Thread
from time import perf_counter
from typing import NamedTuple
from urllib.parse import urlsplit

from load_engine.failures import describe_failure
from load_engine.request_template import HttpRequest, RequestSource
from load_engine.timed_response import MICROSECONDS, NO_CONTENT, Content, Phases, TimedResponse


class _Job(NamedTuple):
    number: int
    due: float
    request: HttpRequest


class ThreadTransport:
    """Sends requests over `http.client`, with a thread and a connection for each request in flight.

    It has a sixth of libcurl's speed and adds about 50 µs to each request; name look-up is part of connecting. Every
    result says which of the two transports measured it.

    Args:
        source: Where the requests come from; all of them go to the same host.
        connections: How many connections are kept open, and so how many requests can be in flight.
    """

    name = "http.client"

    def __init__(self, source: RequestSource, *, connections: int) -> None:
        self._source = source
        self._most = connections
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._done: SimpleQueue[TimedResponse] = SimpleQueue()
        self._senders: list[_Sender] = []
        self._in_flight = 0

    @property
    def source(self) -> RequestSource:
        """Where the requests come from."""
        return self._source

    @property
    def in_flight(self) -> int:
        """How many requests are waiting for a response."""
        return self._in_flight

    def send(self, number: int, due: float) -> None:
        """Send this repetition of the request now."""
        request = self._source.request_of(number)
        if len(self._senders) < min(self._in_flight + 1, self._most):
            connection = _connection(request.url, self._source.timeout)
            self._senders.append(_Sender(connection, self._jobs, self._done))
        self._in_flight += 1
        self._jobs.put(_Job(number, due, request))

    def wait(self, seconds: float) -> Iterable[TimedResponse]:
        """Wait until something happens, but no longer than this, and return what has finished."""
        finished: list[TimedResponse] = []
        try:
            finished.append(self._done.get(timeout=max(0.0, seconds)))
            while True:
                finished.append(self._done.get_nowait())
        except Empty:
            self._in_flight -= len(finished)
            return finished

    def close(self) -> None:
        """Cut off what is in flight and close every connection."""
        for sender in self._senders:
            self._jobs.put(None)
            sender.cut_off()
        for sender in self._senders:
            sender.join()


class _Sender(Thread):
    """Sends one request after the other on its own connection."""

    def __init__(
        self,
        connection: http.client.HTTPConnection,
        jobs: "SimpleQueue[_Job | None]",
        done: "SimpleQueue[TimedResponse]",
    ) -> None:
        super().__init__(daemon=True)
        self._connection = connection
        self._jobs = jobs
        self._done = done
        self.start()

    def run(self) -> None:
        """Work until there is a None among the jobs."""
        while (job := self._jobs.get()) is not None:
            self._done.put(self._response_to(job))
        self._connection.close()

    def cut_off(self) -> None:
        """Cut off the request that is under way."""
        opened: socket.socket | None = self._connection.sock
        if opened is not None:
            try:
                opened.shutdown(socket.SHUT_RDWR)
            except OSError:
                return  # it has just been closed by the other side

    def _response_to(self, job: _Job) -> TimedResponse:
        sent = perf_counter()
        new_connections, connected, first_byte = 0, sent, sent
        status, failure, content = 0, None, NO_CONTENT
        try:
            if self._connection.sock is None:
                self._connection.connect()
                new_connections, connected = 1, perf_counter()
            self._send(job.request)
            response = self._connection.getresponse()
            first_byte = perf_counter()
            header_lines = [f"{name}: {value}\r\n".encode() for name, value in response.getheaders()]
            status, content = response.status, Content(header_lines, response.read())
        except (OSError, http.client.HTTPException) as error:
            failure = describe_failure(error)
            self._connection.close()
        finished = perf_counter()
        return TimedResponse(
            number=job.number,
            due=job.due,
            sent=sent,
            finished=finished,
            duration=round((finished - sent) * MICROSECONDS),
            status=status if failure is None else 0,
            failure=failure,
            new_connections=new_connections,
            phases=Phases(
                name_lookup=0,
                connect=round((connected - sent) * MICROSECONDS),
                tls=0,
                server=max(0, round((first_byte - connected) * MICROSECONDS)),
            ),
            content=content,
            label=job.request.label,
        )

    def _send(self, request: HttpRequest) -> None:
        url = urlsplit(request.url)
        target = f"{url.path or '/'}?{url.query}" if url.query else url.path or "/"
        self._connection.request(request.method, target, body=request.body, headers=dict(request.headers))


def _connection(url: str, timeout: float) -> http.client.HTTPConnection:
    parts = urlsplit(url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    return kind(parts.hostname or "", parts.port, timeout=timeout)

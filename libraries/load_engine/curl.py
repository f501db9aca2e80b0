"""Requests over libcurl: event-driven, 15 µs of processor time each, timed by libcurl at the socket."""

import selectors
from collections.abc import Callable, Iterable, Iterator
from select import select
from time import perf_counter
from typing import Any

import pycurl

from load_engine.request_template import RequestTemplate
from load_engine.timed_response import Phases, TimedResponse

_FAILURES = {
    pycurl.E_COULDNT_RESOLVE_HOST: "host name not found",
    pycurl.E_COULDNT_CONNECT: "connection refused",
    pycurl.E_OPERATION_TIMEDOUT: "timeout",
    pycurl.E_GOT_NOTHING: "connection closed without a response",
    pycurl.E_PARTIAL_FILE: "response cut short",
    pycurl.E_RECV_ERROR: "connection reset",
    pycurl.E_SEND_ERROR: "connection reset",
    pycurl.E_PEER_FAILED_VERIFICATION: "certificate not trusted",
}
_METHODS_WITH_BODY = ("POST", "PUT", "PATCH")


class CurlTransport:
    """Sends requests over libcurl.

    Sockets are watched with epoll or kqueue, because libcurl's own `select` misses descriptors of 1024 and above. The
    wait itself is a `select` on the one epoll descriptor: it has microsecond resolution, where epoll rounds up to
    milliseconds.

    Args:
        request: What is sent.
        connections: How many connections are kept open.
    """

    name = f"pycurl {pycurl.version_info()[1]}"

    def __init__(self, request: RequestTemplate, *, connections: int) -> None:
        self._request = request
        self._idle: list[_Handle] = []
        self._busy: dict[pycurl.Curl, _Handle] = {}
        self._selector = selectors.DefaultSelector()
        self._watched: dict[int, int] = {}
        self._wake_up_at: float | None = None
        self._multi = pycurl.CurlMulti()
        self._multi.setopt(pycurl.M_MAXCONNECTS, connections)
        self._multi.setopt(pycurl.M_SOCKETFUNCTION, self._watch)
        self._multi.setopt(pycurl.M_TIMERFUNCTION, self._set_timer)

    @property
    def in_flight(self) -> int:
        """How many requests are waiting for a response."""
        return len(self._busy)

    def send(self, number: int, due: float) -> None:
        """Send this repetition of the request now."""
        handle = self._idle.pop() if self._idle else _Handle(self._request)
        handle.prepare(number, due)
        self._busy[handle.curl] = handle
        self._multi.add_handle(handle.curl)

    def wait(self, seconds: float) -> Iterable[TimedResponse]:
        """Wait until something happens, but no longer than this, and return what has finished."""
        select([self._selector.fileno()], [], [], self._seconds_to_wait(seconds))
        for key, events in self._selector.select(0):
            self._multi.socket_action(key.fd, _curl_events(events))
        if self._wake_up_at is not None and self._wake_up_at <= perf_counter():
            self._wake_up_at = None
            self._multi.socket_action(pycurl.SOCKET_TIMEOUT, 0)
        return list(self._finished())

    def close(self) -> None:
        """Cut off what is in flight and close every connection."""
        for handle in self._busy.values():
            self._multi.remove_handle(handle.curl)
        for handle in [*self._busy.values(), *self._idle]:
            handle.curl.close()
        self._busy.clear()
        self._idle.clear()
        self._multi.close()
        self._selector.close()

    def _seconds_to_wait(self, seconds: float) -> float:
        if self._wake_up_at is not None:
            seconds = min(seconds, self._wake_up_at - perf_counter())
        return max(0.0, seconds)

    def _finished(self) -> Iterator[TimedResponse]:
        queued = 1
        while queued:
            queued, succeeded, failed = self._multi.info_read()
            now = perf_counter()
            for curl in succeeded:
                yield self._take_back(curl).response(now, failure=None)
            for curl, code, message in failed:
                yield self._take_back(curl).response(now, failure=_FAILURES.get(code, message))

    def _take_back(self, curl: pycurl.Curl) -> "_Handle":
        self._multi.remove_handle(curl)
        handle = self._busy.pop(curl)
        self._idle.append(handle)
        return handle

    def _watch(self, event: int, descriptor: int, _multi: object, _data: object) -> None:
        """Watch a socket for what libcurl waits for."""
        if event == pycurl.POLL_REMOVE:
            if self._watched.pop(descriptor, None):
                self._selector.unregister(descriptor)
            return
        events = _selector_events(event)
        if descriptor not in self._watched:
            self._selector.register(descriptor, events)
        elif self._watched[descriptor] != events:
            self._selector.modify(descriptor, events)
        self._watched[descriptor] = events

    def _set_timer(self, milliseconds: int) -> None:
        """Remember when libcurl wants to be called next."""
        self._wake_up_at = None if milliseconds < 0 else perf_counter() + milliseconds / 1000


class _Handle:
    """A libcurl handle that is used for one request after another."""

    def __init__(self, request: RequestTemplate) -> None:
        self._request = request
        self._number = 0
        self._due = self._sent = 0.0
        self._header_lines: list[bytes] = []
        self._received: list[bytes] = []
        self.curl = pycurl.Curl()
        self.curl.setopt(pycurl.NOSIGNAL, 1)
        self.curl.setopt(pycurl.TIMEOUT_MS, round(request.timeout * 1000))
        self.curl.setopt(pycurl.CUSTOMREQUEST, request.method)
        self.curl.setopt(pycurl.NOBODY, request.method == "HEAD")
        self._fill_in(0)

    def prepare(self, number: int, due: float) -> None:
        """Prepare for the next request."""
        self._number, self._due, self._sent = number, due, perf_counter()
        self._header_lines, self._received = [], []
        self.curl.setopt(pycurl.HEADERFUNCTION, self._header_lines.append)
        self.curl.setopt(pycurl.WRITEFUNCTION, self._received.append)
        if not self._request.is_always_the_same:
            self._fill_in(number)

    def response(self, finished: float, *, failure: str | None) -> TimedResponse:
        """Return the response to the request."""
        info: Callable[[int], Any] = self.curl.getinfo
        return TimedResponse(
            number=self._number,
            due=self._due,
            sent=self._sent,
            finished=finished,
            duration=info(pycurl.TOTAL_TIME_T),
            status=info(pycurl.RESPONSE_CODE) if failure is None else 0,
            failure=failure,
            new_connections=info(pycurl.NUM_CONNECTS),
            phases=_phases(info),
            header_lines=self._header_lines,
            body=b"".join(self._received),
        )

    def _fill_in(self, number: int) -> None:
        self.curl.setopt(pycurl.URL, self._request.url_of(number))
        headers = [f"{name}: {value}" for name, value in self._request.headers_of(number).items()]
        self.curl.setopt(pycurl.HTTPHEADER, [*headers, "Expect:"])
        body = self._request.body_of(number)
        if body is not None or self._request.method in _METHODS_WITH_BODY:
            self.curl.setopt(pycurl.POSTFIELDS, body or b"")


def _phases(info: Callable[[int], Any]) -> Phases:
    """Split libcurl's times, which count from the start and are 0 for a phase that did not happen."""
    looked_up, connected = info(pycurl.NAMELOOKUP_TIME_T), info(pycurl.CONNECT_TIME_T)
    secured, first_byte = info(pycurl.APPCONNECT_TIME_T), info(pycurl.STARTTRANSFER_TIME_T)
    opened = bool(info(pycurl.NUM_CONNECTS))
    return Phases(
        name_lookup=looked_up if opened else 0,
        connect=connected - looked_up if opened else 0,
        tls=secured - connected if opened and secured else 0,
        server=max(0, first_byte - (max(connected, secured) if opened else 0)),
    )


def _selector_events(event: int) -> int:
    read = selectors.EVENT_READ if event & pycurl.POLL_IN else 0
    return read | (selectors.EVENT_WRITE if event & pycurl.POLL_OUT else 0)


def _curl_events(events: int) -> int:
    read = pycurl.CSELECT_IN if events & selectors.EVENT_READ else 0
    return int(read | (pycurl.CSELECT_OUT if events & selectors.EVENT_WRITE else 0))

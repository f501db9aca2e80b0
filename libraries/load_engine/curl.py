"""Requests over libcurl: event-driven, 15 µs of processor time each, timed by libcurl at the socket."""

from collections.abc import Callable, Iterable, Iterator
from time import perf_counter
from typing import Any

import pycurl

from load_engine.request_template import HttpRequest, RequestSource
from load_engine.socket_watch import SocketWatch, open_watch
from load_engine.timed_response import NO_CONTENT, Content, Phases, TimedResponse

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


_LIBCURL_8_23 = 0x081700
_LOOKS_UP_NAMES_WITHOUT_SOCKETS = pycurl.version_info()[2] >= _LIBCURL_8_23
"""Whether each socket that libcurl opens and closes while it runs is a connection: seen so in 8.23. An older one may look up a
name with a socket that has the number of a closed connection."""


class CurlTransport:
    """Sends requests over libcurl.

    Sockets are watched by `socket_watch`, because libcurl's own `select` misses descriptors of 1024 and above.

    Args:
        source: Where the requests come from.
        connections: How many connections are kept open.
        keeps_content: Whether responses have their header and body, which costs some microseconds each.
    """

    name = f"pycurl {pycurl.version_info()[1]}"

    def __init__(self, source: RequestSource, *, connections: int, keeps_content: bool = True) -> None:
        self._source = source
        self._keeps_content = keeps_content
        self._idle: list[_Handle] = []
        self._busy: dict[pycurl.Curl, _Handle] = {}
        self._sockets = open_watch()
        self._multi = pycurl.CurlMulti()
        self._multi.setopt(pycurl.M_MAXCONNECTS, connections)
        self._multi.setopt(pycurl.M_SOCKETFUNCTION, _watching(self._sockets))

    @property
    def source(self) -> RequestSource:
        """Where the requests come from."""
        return self._source

    @property
    def in_flight(self) -> int:
        """How many requests are waiting for a response."""
        return len(self._busy)

    def send(self, number: int, due: float) -> None:
        """Send this repetition of the request now."""
        handle = self._idle.pop() if self._idle else self._new_handle()
        handle.prepare(number, due, self._source.request_of(number))
        self._busy[handle.curl] = handle
        self._multi.add_handle(handle.curl)

    def wait(self, seconds: float) -> Iterable[TimedResponse]:
        """Wait until something happens, but no longer than this, and return what has finished."""
        self._act_in_time()
        for descriptor, events in self._sockets.wait(self._seconds_to_wait(seconds)):
            self._multi.socket_action(descriptor, events)  # libcurl's bits are those of `selectors`
        self._act_in_time()
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
        self._sockets.close()

    def _new_handle(self) -> "_Handle":
        handle = _Handle(timeout=self._source.timeout, keeps_content=self._keeps_content)
        if _LOOKS_UP_NAMES_WITHOUT_SOCKETS:
            handle.curl.setopt(pycurl.SOCKOPTFUNCTION, self._expect_connection)
        return handle

    def _expect_connection(self, descriptor: int, _purpose: int) -> int:
        self._sockets.expect_connection(descriptor)
        return int(pycurl.SOCKOPT_OK)

    def _act_in_time(self) -> None:
        """Have libcurl do what is due: send what was added, or give up what takes too long."""
        if self._multi.timeout() == 0:
            self._multi.socket_action(pycurl.SOCKET_TIMEOUT, 0)

    def _seconds_to_wait(self, seconds: float) -> float:
        """Return the time to the next moment at which libcurl wants to be called, but no longer than this."""
        milliseconds = self._multi.timeout()  # asked here, a callback would be called twice a request
        return max(0.0, seconds if milliseconds < 0 else min(seconds, milliseconds / 1000))

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


def _watching(sockets: SocketWatch) -> Callable[[int, int, object, object], None]:
    """Return what libcurl calls to have a socket watched; it is called twice a request."""
    watch, unwatch, removal = sockets.watch, sockets.unwatch, pycurl.POLL_REMOVE

    def change(events: int, descriptor: int, _multi: object, _data: object) -> None:
        if events == removal:
            unwatch(descriptor)
        else:
            watch(descriptor, events)

    return change


class _Handle:
    """A libcurl handle that is used for one request after another."""

    def __init__(self, *, timeout: float, keeps_content: bool) -> None:
        self._request = HttpRequest("GET", "", {}, None)
        self._number = 0
        self._due = self._sent = 0.0
        self._header_lines: list[bytes] = []
        self._received: list[bytes] = []
        self.curl = pycurl.Curl()
        self.curl.setopt(pycurl.NOSIGNAL, 1)
        self.curl.setopt(pycurl.TIMEOUT_MS, round(timeout * 1000))
        self.curl.setopt(pycurl.WRITEFUNCTION, self._received.append if keeps_content else len)
        if keeps_content:
            self.curl.setopt(pycurl.HEADERFUNCTION, self._header_lines.append)

    def prepare(self, number: int, due: float, request: HttpRequest) -> None:
        """Prepare for the next request."""
        if request is not self._request:
            self._fill_in(request)
        self._number, self._due, self._sent = number, due, perf_counter()

    def response(self, finished: float, *, failure: str | None) -> TimedResponse:
        """Return the response to the request."""
        info: Callable[[int], Any] = self.curl.getinfo
        new_connections = info(pycurl.NUM_CONNECTS)
        return TimedResponse(
            self._number,
            self._due,
            self._sent,
            finished,
            duration=info(pycurl.TOTAL_TIME_T),
            status=info(pycurl.RESPONSE_CODE) if failure is None else 0,
            failure=failure,
            new_connections=new_connections,
            phases=_phases(info, new_connections),
            content=self._take_content() if self._header_lines else NO_CONTENT,
            label=self._request.label,
        )

    def _take_content(self) -> Content:
        """Return the header lines and the body, and be ready for the next ones."""
        content = Content(tuple(self._header_lines), b"".join(self._received))
        self._header_lines.clear()
        self._received.clear()
        return content

    def _fill_in(self, request: HttpRequest) -> None:
        self._request = request
        self.curl.setopt(pycurl.URL, request.url)
        self.curl.setopt(pycurl.HTTPHEADER, [*map(": ".join, request.headers.items()), "Expect:"])
        if request.body is not None or request.method in _METHODS_WITH_BODY:
            self.curl.setopt(pycurl.POSTFIELDS, request.body or b"")
        else:
            self.curl.setopt(pycurl.HTTPGET, 1)  # whatever was sent before
        self.curl.setopt(pycurl.NOBODY, request.method == "HEAD")
        self.curl.setopt(pycurl.CUSTOMREQUEST, request.method)


def _phases(info: Callable[[int], Any], new_connections: int) -> Phases:
    """Split libcurl's times, which count from the start and are 0 for a phase that did not happen."""
    first_byte = info(pycurl.STARTTRANSFER_TIME_T)
    if not new_connections:
        return Phases(0, 0, 0, first_byte)
    looked_up, connected = info(pycurl.NAMELOOKUP_TIME_T), info(pycurl.CONNECT_TIME_T)
    secured = info(pycurl.APPCONNECT_TIME_T)
    return Phases(
        name_lookup=looked_up,
        connect=connected - looked_up,
        tls=secured - connected if secured else 0,
        server=max(0, first_byte - max(connected, secured)),
    )

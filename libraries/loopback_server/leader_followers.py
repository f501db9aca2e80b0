"""Threads that take turns at waiting for the requests of all connections.

This is the pattern Leader/Followers (Schmidt, Stal, Rohnert, Buschmann: Pattern-Oriented Software Architecture, volume 2). With a
thread for each connection, the interpreter passes from thread to thread several times a request, above all where they wait for a
lock. Here one thread answers what several clients have sent meanwhile.
"""

import selectors
import socket
import threading
import time
from collections.abc import Callable

from loopback_server.accepted_connection import AcceptedConnection
from loopback_server.connections import JOIN_SECONDS, hang_up
from loopback_server.request_handler import IDLE_SECONDS, RequestHandler

TURN_SECONDS = 0.005
"""How long a request may keep the leader from the others: as long as Python lets a thread run before another may."""
SWEEP_SECONDS = 5.0
"""How often silent connections are looked for."""

_this_thread = threading.local()


def promote_follower() -> None:
    """Let another thread wait for requests, because the one that this thread answers is going to wait for something.

    That would happen after `TURN_SECONDS` anyway. Nothing happens on a thread that is not the leader.
    """
    step_down = getattr(_this_thread, "step_down", None)
    if step_down is not None:
        step_down()


class _Waiting:
    """A connection that waits for its next request, the number of its socket, and since when it waits."""

    def __init__(self, connection: AcceptedConnection) -> None:
        self.connection = connection
        self.handler = connection.handler(connection.client)
        self.number = connection.client.fileno()
        self.since = time.monotonic()


class LeaderFollowers:
    """Serves connections by as few threads as their requests allow.

    The leader waits for the next request of any connection, and answers it. A request that takes longer than `TURN_SECONDS` is
    finished by the thread that began it, while a new leader waits for the others. So quick requests are answered one after the
    other, and slow ones at the same time.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._selector = selectors.DefaultSelector()
        self._alarm: tuple[socket.socket, socket.socket] | None = None
        self._is_stopped = threading.Event()
        self._leader: threading.Thread | None = None
        self._threads: set[threading.Thread] = set()
        self._thread_name = ""
        self._turn = 0
        self._answered: _Waiting | None = None
        self._has_begun = threading.Event()
        self._next_sweep = 0.0

    def serve(self, connection: AcceptedConnection) -> None:
        """Serve a connection until it ends."""
        waiting = _Waiting(connection)
        with self._lock:
            if self._leader is None:
                self._begin(connection.thread_name)
            self._register(waiting)

    def stop(self) -> None:
        """End the threads, whose connections have been closed."""
        with self._lock:
            self._is_stopped.set()
            alarm, self._alarm = self._alarm, None
            threads = tuple(self._threads)
        if alarm is not None:
            alarm[0].shutdown(socket.SHUT_WR)
            self._has_begun.set()
            for thread in threads:
                thread.join(JOIN_SECONDS)
            for end in alarm:
                end.close()
        self._selector.close()

    def _begin(self, thread_name: str) -> None:
        self._thread_name = thread_name
        self._alarm = socket.socketpair()
        self._selector.register(self._alarm[1], selectors.EVENT_READ)
        self._start(self._watch)
        self._leader = self._start(self._lead)

    def _start(self, work: Callable[[], None]) -> threading.Thread:
        def run() -> None:
            try:
                work()
            finally:
                self._threads.discard(thread)

        thread = threading.Thread(target=run, name=self._thread_name, daemon=True)
        self._threads.add(thread)
        thread.start()
        return thread

    def _lead(self) -> None:
        """Answer requests until another thread is the leader."""
        _this_thread.step_down = self._step_down
        while not self._is_stopped.is_set():
            self._close_silent_connections()
            for key, _ in self._selector.select(SWEEP_SECONDS):
                if key.data is None or not self._answer(key.data):
                    return

    def _answer(self, waiting: _Waiting) -> bool:
        """Answer the requests that have come on a connection; return whether this thread is still the leader."""
        self._begin_turn(waiting)
        is_open = _answer_received(waiting.handler) and not self._is_stopped.is_set()
        if not is_open:
            with self._lock:
                self._unregister(waiting)
            waiting.connection.close()
        return self._end_turn(waiting, is_open=is_open)

    def _begin_turn(self, waiting: _Waiting) -> None:
        self._turn += 1
        self._answered = waiting
        if not self._has_begun.is_set():
            self._has_begun.set()

    def _end_turn(self, waiting: _Waiting, *, is_open: bool) -> bool:
        """Return whether this thread is still the leader; if not, the leader has to wait for this connection again."""
        waiting.since = time.monotonic()
        with self._lock:
            if self._leader is threading.current_thread():
                self._answered = None
                return True
            if is_open and not self._is_stopped.is_set():
                self._register(waiting)
            return False

    def _step_down(self) -> None:
        with self._lock:
            if self._leader is threading.current_thread():
                self._replace_leader()

    def _replace_leader(self) -> None:
        """Let another thread wait for the other connections, if a request is being answered."""
        if self._answered is not None and not self._is_stopped.is_set():
            self._unregister(self._answered)
            self._answered = None
            self._leader = self._start(self._lead)

    def _register(self, waiting: _Waiting) -> None:
        if waiting.number in self._selector.get_map():
            # An application has closed its connection itself, and the system has given its number to this one.
            self._selector.unregister(waiting.number)
        self._selector.register(waiting.number, selectors.EVENT_READ, waiting)

    def _unregister(self, waiting: _Waiting) -> None:
        if self._is_stopped.is_set():
            return
        key = self._selector.get_map().get(waiting.number)
        if key is not None and key.data is waiting:
            self._selector.unregister(waiting.number)

    def _watch(self) -> None:
        """Replace each leader that a request has kept too long."""
        while self._has_begun.wait() and not self._is_stopped.is_set():
            turn = self._turn
            self._is_stopped.wait(TURN_SECONDS)
            with self._lock:
                if self._turn == turn:
                    self._replace_leader()
                    self._rest()

    def _rest(self) -> None:
        """Watch no longer, until the next request."""
        self._has_begun.clear()
        if self._answered is not None or self._is_stopped.is_set():  # has begun before nobody watched
            self._has_begun.set()

    def _close_silent_connections(self) -> None:
        """Hang up where no request has come for a long time; the leader then finds that these connections have ended."""
        now = time.monotonic()
        if now < self._next_sweep:
            return
        self._next_sweep = now + SWEEP_SECONDS
        with self._lock:
            for key in self._selector.get_map().values():
                if key.data is not None and now - key.data.since > IDLE_SECONDS:
                    hang_up(key.data.connection.client)


def _answer_received(handler: RequestHandler) -> bool:
    """Answer a request, and those that have come with it; return whether the connection stays open."""
    is_open = handler.answer_next()
    while is_open and handler.rfile.holds_more():
        is_open = handler.answer_next()
    return is_open

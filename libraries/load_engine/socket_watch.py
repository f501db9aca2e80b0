"""Sockets watched on behalf of another event loop.

Events are those of `selectors`: `EVENT_READ`, `EVENT_WRITE` or both.
"""

import select
import selectors
from collections.abc import Iterator
from contextlib import suppress
from selectors import EVENT_READ, EVENT_WRITE
from typing import Protocol

MOST_EVENTS = 16
"""How many events are reported at a time, so that what is due is not kept waiting by hundreds of responses."""


class SocketWatch(Protocol):
    """Watches sockets by their descriptors."""

    def expect_connection(self, descriptor: int) -> None:
        """Note a new connection; the caller reports only that it is unwatched, never that it was closed."""

    def watch(self, descriptor: int, events: int) -> None:
        """Watch a socket for these events only, whatever it was watched for."""

    def unwatch(self, descriptor: int) -> None:
        """Report no more events of a socket."""

    def wait(self, seconds: float) -> Iterator[tuple[int, int]]:
        """Wait for the first events, but no longer than this, and yield them with the descriptors of their sockets."""

    def close(self) -> None:
        """Stop watching."""


class EpollWatch:
    """Watches with epoll, and lets the kernel watch idle connections on, which are usually needed again.

    That spares two system calls a request. The wait itself is a `select` on the one epoll descriptor: it has microsecond
    resolution, where epoll rounds up to milliseconds.
    """

    def __init__(self) -> None:
        self._epoll = select.epoll()
        self._registered: dict[int, int] = {}
        self._connections: set[int] = set()
        self._unwatched: set[int] = set()

    def expect_connection(self, descriptor: int) -> None:
        """Note a new connection. If a closed one had the same number, the kernel has silently forgotten that one."""
        self._registered.pop(descriptor, None)
        self._connections.add(descriptor)

    def watch(self, descriptor: int, events: int) -> None:
        """Watch a socket for these events only, whatever it was watched for."""
        self._unwatched.discard(descriptor)
        registered = self._registered.get(descriptor)
        if registered != events:
            change = self._epoll.modify if registered else self._epoll.register
            change(descriptor, _EPOLL_EVENTS[events])
            self._registered[descriptor] = events

    def unwatch(self, descriptor: int) -> None:
        """Report no more events of a socket."""
        if descriptor in self._connections:
            self._unwatched.add(descriptor)
        else:
            self._unregister(descriptor)

    def wait(self, seconds: float) -> Iterator[tuple[int, int]]:
        """Wait for the first events, but no longer than this, and yield them with the descriptors of their sockets."""
        select.select([self._epoll], [], [], seconds)
        for descriptor, event in self._epoll.poll(0, MOST_EVENTS):
            if descriptor in self._unwatched:
                self._unregister(descriptor)  # it would report its end again and again
                continue
            readable = EVENT_READ if event & ~select.EPOLLOUT else 0
            yield descriptor, readable | (EVENT_WRITE if event & ~select.EPOLLIN else 0)

    def close(self) -> None:
        """Stop watching."""
        self._epoll.close()

    def _unregister(self, descriptor: int) -> None:
        if self._registered.pop(descriptor, None):
            with suppress(OSError):  # it may have been closed
                self._epoll.unregister(descriptor)


class SelectorWatch:
    """Watches with what the standard library has: kqueue on macOS."""

    def __init__(self) -> None:
        self._selector = selectors.DefaultSelector()

    def expect_connection(self, descriptor: int) -> None:
        """Do nothing: an idle connection is not watched on."""

    def watch(self, descriptor: int, events: int) -> None:
        """Watch a socket for these events only, whatever it was watched for."""
        if descriptor in self._selector.get_map():
            self._selector.modify(descriptor, events)
        else:
            self._selector.register(descriptor, events)

    def unwatch(self, descriptor: int) -> None:
        """Report no more events of a socket."""
        if descriptor in self._selector.get_map():
            self._selector.unregister(descriptor)

    def wait(self, seconds: float) -> Iterator[tuple[int, int]]:
        """Wait for the first events, but no longer than this, and yield them with the descriptors of their sockets."""
        for key, events in self._selector.select(seconds):
            yield key.fd, events

    def close(self) -> None:
        """Stop watching."""
        self._selector.close()


def open_watch() -> SocketWatch:
    """Return the quickest watch that this system has."""
    return EpollWatch() if hasattr(select, "epoll") else SelectorWatch()


_EPOLL_EVENTS = {
    EVENT_READ: 1,
    EVENT_WRITE: 4,
    EVENT_READ | EVENT_WRITE: 5,
}
"""The bits of EPOLLIN and EPOLLOUT, which `select` has on Linux only."""

"""Sockets that are watched for another library, which says what it waits for and is told what has happened.

Events are those of `selectors`: `EVENT_READ`, `EVENT_WRITE` or both.
"""

import select
import selectors
from collections.abc import Iterator
from selectors import EVENT_READ, EVENT_WRITE
from typing import Protocol

MOST_EVENTS = 16
"""How many events are reported at a time, so that what is due is not kept waiting by hundreds of responses."""


class SocketWatch(Protocol):
    """Watches sockets by their descriptors."""

    def watch(self, descriptor: int, events: int) -> None:
        """Watch a socket for these events only, whatever it was watched for."""

    def unwatch(self, descriptor: int) -> None:
        """Report no more events of a socket."""

    def wait(self, seconds: float) -> Iterator[tuple[int, int]]:
        """Wait for the first events, but no longer than this, and yield them with the descriptors of their sockets."""

    def close(self) -> None:
        """Watch nothing any more."""


class EpollWatch:
    """Watches with epoll, and lets the kernel watch idle sockets on, since they are usually needed again.

    That takes one system call a request instead of two. The wait itself is a `select` on the one epoll descriptor: it has
    microsecond resolution, where epoll rounds up to milliseconds.
    """

    def __init__(self) -> None:
        self._epoll = select.epoll()
        self._registered: set[int] = set()
        self._unwatched: set[int] = set()

    def watch(self, descriptor: int, events: int) -> None:
        """Watch a socket for these events only, whatever it was watched for."""
        self._unwatched.discard(descriptor)
        try:
            change = self._epoll.modify if descriptor in self._registered else self._register
            change(descriptor, _EPOLL_EVENTS[events])
        except FileNotFoundError:  # it was closed, and the kernel has forgotten it
            self._register(descriptor, _EPOLL_EVENTS[events])

    def unwatch(self, descriptor: int) -> None:
        """Report no more events of a socket."""
        self._unwatched.add(descriptor)

    def wait(self, seconds: float) -> Iterator[tuple[int, int]]:
        """Wait for the first events, but no longer than this, and yield them with the descriptors of their sockets."""
        select.select([self._epoll], [], [], seconds)
        for descriptor, event in self._epoll.poll(0, MOST_EVENTS):
            if descriptor in self._unwatched:
                self._unregister(descriptor)
                continue
            readable = EVENT_READ if event & ~select.EPOLLOUT else 0
            yield descriptor, readable | (EVENT_WRITE if event & ~select.EPOLLIN else 0)

    def close(self) -> None:
        """Watch nothing any more."""
        self._epoll.close()

    def _register(self, descriptor: int, events: int) -> None:
        self._epoll.register(descriptor, events)
        self._registered.add(descriptor)

    def _unregister(self, descriptor: int) -> None:
        """Have the kernel forget an idle socket that would report its end again and again."""
        self._epoll.unregister(descriptor)
        self._registered.discard(descriptor)


class SelectorWatch:
    """Watches with what the standard library has: kqueue on macOS."""

    def __init__(self) -> None:
        self._selector = selectors.DefaultSelector()

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
        """Watch nothing any more."""
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

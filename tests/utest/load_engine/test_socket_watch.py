"""Both ways to watch sockets report the same."""

import os
import select
import socket
from collections.abc import Iterator
from selectors import EVENT_READ, EVENT_WRITE
from time import perf_counter

import pytest

from load_engine.socket_watch import EpollWatch, SelectorWatch, SocketWatch, open_watch

AT_ONCE = 0.0


class EpollThatIsOnlyPolled:
    """An epoll that fails where it is changed."""

    def __init__(self, epoll: select.epoll) -> None:
        self.fileno, self.poll, self.close = epoll.fileno, epoll.poll, epoll.close


@pytest.fixture(params=[EpollWatch, SelectorWatch])
def watch(request: pytest.FixtureRequest) -> Iterator[SocketWatch]:
    opened = request.param()
    yield opened
    opened.close()


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield ours, theirs


def test_only_what_is_watched_for_is_reported(watch: SocketWatch, pair) -> None:
    ours, theirs = pair
    watch.watch(ours.fileno(), EVENT_READ)
    assert list(watch.wait(AT_ONCE)) == []
    theirs.send(b"x")
    assert list(watch.wait(AT_ONCE)) == [(ours.fileno(), EVENT_READ)]
    watch.watch(ours.fileno(), EVENT_WRITE)
    assert list(watch.wait(AT_ONCE)) == [(ours.fileno(), EVENT_WRITE)]
    watch.watch(ours.fileno(), EVENT_READ | EVENT_WRITE)
    assert list(watch.wait(AT_ONCE)) == [(ours.fileno(), EVENT_READ | EVENT_WRITE)]


def test_socket_that_is_watched_again_is_reported_again(watch: SocketWatch, pair) -> None:
    ours, theirs = pair
    theirs.send(b"x")
    for _ in range(3):
        watch.watch(ours.fileno(), EVENT_READ)
        assert list(watch.wait(AT_ONCE)) == [(ours.fileno(), EVENT_READ)]
        watch.unwatch(ours.fileno())
        assert list(watch.wait(AT_ONCE)) == []


def test_end_of_an_idle_connection_does_not_end_every_wait(watch: SocketWatch, pair) -> None:
    """`select` would return at once, again and again."""
    ours, theirs = pair
    watch.expect_connection(ours.fileno())
    watch.watch(ours.fileno(), EVENT_READ)
    watch.unwatch(ours.fileno())
    theirs.close()
    assert list(watch.wait(AT_ONCE)) == []
    start = perf_counter()
    assert list(watch.wait(0.1)) == []
    assert perf_counter() - start >= 0.1
    watch.watch(ours.fileno(), EVENT_READ)
    assert (ours.fileno(), EVENT_READ) in [
        (number, events & EVENT_READ) for number, events in watch.wait(AT_ONCE)
    ]


def test_idle_connection_costs_no_system_call(pair, monkeypatch: pytest.MonkeyPatch) -> None:
    ours, theirs = pair
    watch = EpollWatch()
    watch.expect_connection(ours.fileno())
    watch.watch(ours.fileno(), EVENT_READ)
    watch.unwatch(ours.fileno())
    monkeypatch.setattr(watch, "_epoll", EpollThatIsOnlyPolled(watch._epoll))
    watch.watch(ours.fileno(), EVENT_READ)
    theirs.send(b"x")
    assert list(watch.wait(AT_ONCE)) == [(ours.fileno(), EVENT_READ)]


@pytest.mark.parametrize("is_connection", [True, False])
def test_new_socket_with_the_number_of_a_closed_one_is_watched(pair, is_connection: bool) -> None:
    """The kernel forgets a closed socket without a word."""
    new, peer = pair
    old, other = socket.socketpair()
    watch = EpollWatch()
    if is_connection:
        watch.expect_connection(old.fileno())
    watch.watch(old.fileno(), EVENT_READ)
    watch.unwatch(old.fileno())
    number = old.detach()
    os.close(number)
    os.dup2(new.fileno(), number)
    if is_connection:
        watch.expect_connection(number)
    watch.watch(number, EVENT_READ)
    peer.send(b"x")
    assert list(watch.wait(AT_ONCE)) == [(number, EVENT_READ)]
    os.close(number)
    other.close()
    watch.close()


def test_linux_has_the_quick_way() -> None:
    watch = open_watch()
    watch.close()
    assert isinstance(watch, EpollWatch)

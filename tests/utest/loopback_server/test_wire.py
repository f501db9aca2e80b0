"""How long either direction of a connection may stand still."""

import socket
from collections.abc import Iterator

import pytest

from loopback_server.wire import Incoming, Outgoing

MOMENT = 0.02


@pytest.fixture
def ends() -> Iterator[tuple[socket.socket, socket.socket]]:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield ours, theirs


def test_a_client_that_is_silent_is_given_up(ends: tuple[socket.socket, socket.socket]) -> None:
    ours, theirs = ends
    incoming = Incoming(ours, MOMENT)
    theirs.sendall(b"half a li")
    assert incoming.read(4) == b"half"
    with pytest.raises(TimeoutError, match="silent"):
        incoming.readline()


def test_a_client_may_be_silent_for_longer_from_now_on(ends: tuple[socket.socket, socket.socket]) -> None:
    ours, theirs = ends
    incoming = Incoming(ours, 60)
    incoming.set_timeout(MOMENT)
    with pytest.raises(TimeoutError, match="silent"):
        incoming.peek()
    incoming.set_timeout(60)
    theirs.sendall(b"late\n")
    assert incoming.readline() == b"late\n"


def test_a_client_that_does_not_read_is_given_up(ends: tuple[socket.socket, socket.socket]) -> None:
    ours, theirs = ends
    outgoing = Outgoing(ours, MOMENT)
    assert outgoing.write(b"little") == 6
    assert theirs.recv(100) == b"little"
    with pytest.raises(TimeoutError, match="does not read"):
        outgoing.write(b"x" * 50_000_000)

"""What a server sees of a client that waits for its response."""

import select
import socket

_HUNG_UP = select.POLLERR | select.POLLHUP | getattr(select, "POLLRDHUP", 0)
"""What the system says of a connection that has ended, even if something is still unread; macOS has no `POLLRDHUP`."""


def has_hung_up(client: socket.socket) -> bool:
    """Return whether a client has closed its connection, without waiting; what it has sent stays unread."""
    if client.fileno() < 0:
        return True
    poll = select.poll()
    poll.register(client, select.POLLIN | _HUNG_UP)
    try:
        return any(flags & _HUNG_UP or _is_at_end(client) for _, flags in poll.poll(0))
    except OSError:
        return True


def _is_at_end(client: socket.socket) -> bool:
    """Look at what has come over the wire, encrypted or not: a TLS connection cannot peek at what it means."""
    return socket.socket.recv(client, 1, socket.MSG_PEEK) == b""

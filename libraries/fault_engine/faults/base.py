"""What a fault is to the stage that brings it about."""

import math
import selectors
import socket
import struct
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from time import monotonic
from typing import ClassVar

from fault_engine.identification import Call, Environ, read_body
from fault_engine.replies import Reply

_POLL_SECONDS = 0.1
_RESET_ON_CLOSE = struct.pack("ii", 1, 0)


class Phase(StrEnum):
    """Whether the work was done when the fault strikes."""

    BEFORE = "before"
    """The request is lost: nothing was done."""
    AFTER = "after"
    """The reply is lost: the work was done and the caller does not know."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request while a fault acts on it."""

    environ: Environ
    call: Call
    released: Callable[[], bool]
    """Whether the rule has ended, so that nothing may be held any longer."""
    fraction: float
    """A number in [0, 1) that rule, seed and hit determine: the source of all jitter."""

    @property
    def socket(self) -> socket.socket:
        """The client's connection.

        Raises:
            RuntimeError: The server does not hand it out.
        """
        connection = self.environ.get("werkzeug.socket")
        if connection is None:
            raise RuntimeError(
                "Faults of the network need the client's socket, which only werkzeug's server passes on "
                "(environ['werkzeug.socket']). Serve the application with werkzeug.serving.make_server(threaded=True)."
            )
        return connection  # type: ignore[no-any-return]

    def hold(self, seconds: float) -> None:
        """Keep the client waiting until the time has passed, the rule has ended or the client has given up."""
        read_body(self.environ)  # what is left unread would look like a sign of life
        end = monotonic() + seconds
        with selectors.DefaultSelector() as selector:
            selector.register(self.socket, selectors.EVENT_READ)
            while not self.released() and (left := end - monotonic()) > 0:
                if selector.select(min(left, _POLL_SECONDS)) and self._client_is_gone():
                    return

    def hold_on(self) -> None:
        """Keep the client waiting until the rule has ended or the client has given up."""
        self.hold(math.inf)

    def write(self, reply: Reply, *, declared_length: int) -> None:
        """Put a reply on the connection with any Content-Length, past whatever the server would make of it."""
        kept = reply.without("Content-Length", "Transfer-Encoding", "Connection")
        headers = (*kept.headers, ("Content-Length", str(declared_length)), ("Connection", "close"))
        lines = [f"HTTP/1.1 {reply.status_line}", *(f"{name}: {value}" for name, value in headers)]
        self.socket.sendall("\r\n".join([*lines, "", ""]).encode("latin-1") + reply.body)

    def hang_up(self) -> None:
        """End the connection in the orderly way, whether or not everything was said.

        Raises:
            ConnectionAbortedError: Always: it takes the request out of the WSGI stack.
        """
        socket.close(self.socket.detach())
        raise ConnectionAbortedError("The connection was ended by an injected fault.")

    def reset(self) -> None:
        """Break the connection with a TCP reset instead of an orderly end.

        Raises:
            ConnectionAbortedError: Always: it takes the request out of the WSGI stack.
        """
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
        self.hang_up()

    def _client_is_gone(self) -> bool:
        try:
            return self.socket.recv(1, socket.MSG_PEEK) == b""
        except ConnectionError:
            return True


Serve = Callable[[], Reply]
"""Has the work of a request done and gives its genuine reply."""


class Fault:
    """One way to fail. Subclasses are frozen dataclasses whose options are the fault's own arguments."""

    kind: ClassVar[str]
    """The word that rules use for it."""
    phases: ClassVar[tuple[Phase, ...]] = (Phase.BEFORE, Phase.AFTER)
    """When it can strike; the first is the default."""
    ends_exchange: ClassVar[bool] = True
    """Whether nothing else can happen to the request afterwards."""

    def interrupt(self, exchange: Exchange) -> Reply | None:
        """Strike in the rule's phase.

        Returns:
            The reply that the caller gets; None if whatever would have happened goes on.
        """
        raise NotImplementedError

    def can_strike(self, call: Call) -> bool:  # noqa: ARG002 — most faults can
        """Whether this can happen to a call at all."""
        return True

    def describe(self) -> str:
        """For people: what happens to a call that this hits."""
        return self.kind.replace("_", " ")


class Distortion(Fault):
    """A fault of the reply itself: the work is done, perhaps in part, and what the caller gets is not right."""

    phases: ClassVar[tuple[Phase, ...]] = (Phase.AFTER,)

    def distort(self, exchange: Exchange, serve: Serve) -> Reply:
        """Let the work be done and change what came of it.

        Args:
            exchange: The request, which may be changed before the work is done.
            serve: Has the work done.

        Returns:
            What the caller gets.
        """
        raise NotImplementedError

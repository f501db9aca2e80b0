"""What a fault is to the stage that brings it about."""

import select
import socket
import struct
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from time import monotonic
from typing import Any, ClassVar

from ..error_replies import Reply
from ..identification import Call, Environ, read_body

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
        while not self.released() and (left := end - monotonic()) > 0:
            readable, _, _ = select.select([self.socket], [], [], min(left, _POLL_SECONDS))
            if readable and self._client_is_gone():
                return

    def reset(self) -> None:
        """Break the connection with a TCP reset instead of an orderly end.

        Raises:
            ConnectionAbortedError: Always: it takes the request out of the WSGI stack.
        """
        connection = self.socket
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
        socket.close(connection.detach())
        raise ConnectionAbortedError("The connection was reset by an injected fault.")

    def _client_is_gone(self) -> bool:
        try:
            return self.socket.recv(1, socket.MSG_PEEK) == b""
        except ConnectionError:
            return True


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

    def describe(self) -> str:
        """For people: what happens to a call that this hits."""
        return self.kind.replace("_", " ")

    def check(self, target: Any) -> None:
        """Refuse targets at which this fault cannot be brought about.

        Raises:
            RuleError: What is wrong and what is possible.
        """


class Distortion(Fault):
    """A fault of the reply itself: the work is done, perhaps in part, and what the caller gets is not right."""

    phases: ClassVar[tuple[Phase, ...]] = (Phase.AFTER,)

    def forward(self, exchange: Exchange) -> None:
        """Change the request before the work is done."""

    def distort(self, exchange: Exchange, reply: Reply) -> Reply:
        """Change the reply."""
        raise NotImplementedError

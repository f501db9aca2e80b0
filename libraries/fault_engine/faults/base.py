"""What a fault is, and the request into which it is injected."""

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
from fault_engine.options import Options
from fault_engine.responses import HttpResponse
from loopback_server.client_connection import has_hung_up
from loopback_server.leader_followers import promote_follower

_POLL_SECONDS = 0.1
_RESET_ON_CLOSE = struct.pack("ii", 1, 0)


class Phase(StrEnum):
    """Whether a fault is injected before or after the work is done."""

    BEFORE = "before"
    """The request is lost: nothing is done."""
    AFTER = "after"
    """The response is lost: the work is done, and the caller does not know."""


@dataclass(frozen=True, slots=True)
class FaultedRequest:
    """One request into which a fault is injected."""

    environ: Environ
    call: Call
    is_released: Callable[[], bool]
    """Returns whether the rule has ended, so that the request must not be held any longer."""
    fraction: float
    """A number in [0, 1) that seed, rule and hit determine: the source of all jitter."""
    activated_at: float
    """When the rule was activated, by `time.monotonic`."""

    @property
    def socket(self) -> socket.socket:
        """The client's connection.

        Raises:
            RuntimeError: The server does not pass it on.
        """
        connection = self.environ.get("werkzeug.socket")
        if connection is None:
            raise RuntimeError(
                "Network faults need the client's socket at environ['werkzeug.socket']. "
                "Serve the application with loopback_server.server.LoopbackServer."
            )
        return connection  # type: ignore[no-any-return]

    def hold(self, seconds: float) -> None:
        """Keep the client waiting until the time has elapsed, the rule has ended or the client has given up."""
        read_body(self.environ)  # an unread body would make the socket readable
        promote_follower()
        end = monotonic() + seconds
        with selectors.DefaultSelector() as selector:
            selector.register(self.socket, selectors.EVENT_READ)
            while not self.is_released() and (left := end - monotonic()) > 0:
                if selector.select(min(left, _POLL_SECONDS)) and has_hung_up(self.socket):
                    return

    def hold_until_released(self) -> None:
        """Keep the client waiting until the rule has ended or the client has given up."""
        self.hold(math.inf)

    def write(self, response: HttpResponse, *, declared_length: int) -> None:
        """Write a response with any Content-Length to the connection, bypassing the server."""
        kept = response.without("Content-Length", "Transfer-Encoding", "Connection")
        headers = (*kept.headers, ("Content-Length", str(declared_length)), ("Connection", "close"))
        lines = [f"HTTP/1.1 {response.status_line}", *(f"{name}: {value}" for name, value in headers)]
        self.socket.sendall("\r\n".join([*lines, "", ""]).encode("latin-1") + response.body)

    def close(self) -> None:
        """Close the connection in the orderly way, whatever has been sent by then.

        Raises:
            ConnectionAbortedError: Always, which takes the request out of the WSGI stack.
        """
        socket.close(self.socket.detach())
        raise ConnectionAbortedError("The connection was closed by an injected fault.")

    def reset(self) -> None:
        """Close the connection with a TCP reset.

        Raises:
            ConnectionAbortedError: Always, which takes the request out of the WSGI stack.
        """
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
        self.close()


Serve = Callable[[], HttpResponse]
"""Has the work of a request done and returns the genuine response."""


class Fault(Options):
    """One way to fail; its options are the arguments of the fault."""

    fault: str
    """The name that rules use for it."""
    phases: ClassVar[tuple[Phase, ...]] = (Phase.BEFORE, Phase.AFTER)
    """When it can be injected; the first is the default."""
    ends_request: ClassVar[bool] = True
    """Whether nothing else can happen to the request afterwards."""

    def interrupt(self, request: FaultedRequest) -> HttpResponse | None:
        """Act in the rule's phase.

        Returns:
            The response that the caller gets, or None to go on as if nothing had happened.
        """
        raise NotImplementedError

    def applies_to(self, call: Call) -> bool:  # noqa: ARG002 — most faults do
        """Return whether this can happen to a call at all."""
        return True

    def can_hit(self, call: Call, environ: Environ) -> bool:  # noqa: ARG002 — most faults can
        """Return whether this can happen to a request for such a call, by all that it contains; if not, it is spared."""
        return True

    def describe(self) -> str:
        """Return what happens to a call that is hit, for messages."""
        return self.fault.replace("_", " ")


class Distortion(Fault):
    """A fault of the response itself: the work is done, perhaps in part, and the caller gets a wrong response."""

    phases: ClassVar[tuple[Phase, ...]] = (Phase.AFTER,)

    def distort(self, request: FaultedRequest, serve: Serve) -> HttpResponse:
        """Let the work be done and change the outcome.

        Args:
            request: The request; it may be changed before the work is done.
            serve: Has the work done.

        Returns:
            The response that the caller gets; the very one that was served last if there is nothing to change in it, which
            is no hit.
        """
        raise NotImplementedError

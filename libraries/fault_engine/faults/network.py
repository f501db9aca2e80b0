"""The network's own ways of failing: slowness, silence, resets."""

import math
from typing import ClassVar, Literal

from fault_engine.faults.base import Fault, FaultedRequest, Phase
from fault_engine.identification import Call
from fault_engine.options import Seconds
from fault_engine.replies import Reply


class Latency(Fault):
    """The reply comes later, by `delay` and up to `jitter` more or less. Delays of several rules add up."""

    fault: Literal["latency"]
    ends_request: ClassVar[bool] = False

    delay: Seconds
    jitter: Seconds = 0.0

    def interrupt(self, request: FaultedRequest) -> Reply | None:
        request.hold(max(0.0, self.delay + self.jitter * (2 * request.fraction - 1)))
        return None

    def describe(self) -> str:
        return f"latency {self.delay:g} s" + (f" ± {self.jitter:g} s" if self.jitter else "")


class Hang(Fault):
    """No reply: the connection stays open until the caller gives up, `limit` is over or the rule ends; then it is reset."""

    fault: Literal["hang"]
    limit: Seconds = math.inf

    def interrupt(self, request: FaultedRequest) -> Reply | None:
        request.hold(self.limit)
        request.reset()
        return None


class Reset(Fault):
    """The connection is reset. With `phase: after` this is the lost reply: the work was done, and the caller sees a reset."""

    fault: Literal["reset"]

    def interrupt(self, request: FaultedRequest) -> Reply | None:
        request.reset()
        return None


class Refused(Fault):
    """Nobody listens: new connections to a proxy are refused while the rule stands.

    This is about a whole port, before there is any request, so it can't be limited to operations or counted, and it
    needs a proxy of its own (`fault_engine.proxy`).
    """

    fault: Literal["refused"]
    phases: ClassVar[tuple[Phase, ...]] = (Phase.BEFORE,)

    def applies_to(self, call: Call) -> bool:  # noqa: ARG002 — no request gets that far
        return False

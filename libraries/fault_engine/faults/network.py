"""Network faults: latency, hanging connections, resets, refused connections."""

import math
from typing import ClassVar, Literal

from fault_engine.faults.base import Fault, FaultedRequest, Phase
from fault_engine.identification import Call
from fault_engine.options import Seconds
from fault_engine.responses import HttpResponse


class Latency(Fault):
    """The response is late by `delay`, plus or minus up to `jitter`. The delays of several rules add up."""

    fault: Literal["latency"]
    ends_request: ClassVar[bool] = False

    delay: Seconds
    jitter: Seconds = 0.0

    def interrupt(self, request: FaultedRequest) -> HttpResponse | None:
        request.hold(max(0.0, self.delay + self.jitter * (2 * request.fraction - 1)))
        return None

    def describe(self) -> str:
        return f"latency {self.delay:g} s" + (f" ± {self.jitter:g} s" if self.jitter else "")


class Hang(Fault):
    """No response: the connection stays open until the client gives up, `limit` elapses or the rule ends; then it is reset."""

    fault: Literal["hang"]
    limit: Seconds = math.inf

    def interrupt(self, request: FaultedRequest) -> HttpResponse | None:
        request.hold(self.limit)
        request.reset()
        return None


class Reset(Fault):
    """The connection is reset. With `phase: after` the response is lost: the work is done, and the client sees a reset."""

    fault: Literal["reset"]

    def interrupt(self, request: FaultedRequest) -> HttpResponse | None:
        request.reset()
        return None


class Refused(Fault):
    """New connections to a proxy are refused while the rule is active.

    This concerns a whole port, before there is any request, so it can't be limited to operations or counted, and it
    needs a proxy (`fault_engine.proxy`).
    """

    fault: Literal["refused"]
    phases: ClassVar[tuple[Phase, ...]] = (Phase.BEFORE,)

    def applies_to(self, call: Call) -> bool:  # noqa: ARG002 — no request gets this far
        return False

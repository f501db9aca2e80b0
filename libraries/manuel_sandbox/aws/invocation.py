"""What all AWS calls and log lines of one invocation share: request, trace and deadline."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace

GRACE_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Invocation:
    """One call of a handler.

    Attributes:
        request_id: The id of the request, written to every line of the log.
        trace_id: The id of the trace, also sent with every AWS call as `X-Amzn-Trace-Id`.
        deadline: The time after which no attempt begins, in seconds of `time.monotonic`.
    """

    request_id: str | None
    trace_id: str | None
    deadline: float

    @property
    def seconds_left(self) -> float:
        """The time until the deadline, 0 if it has passed."""
        return max(0.0, self.deadline - time.monotonic())


_current: ContextVar[Invocation | None] = ContextVar("invocation", default=None)


@contextmanager
def invocation(
    *, request_id: str | None, trace_id: str | None, budget_seconds: float
) -> Iterator[Invocation]:
    """Let everything inside belong to one invocation."""
    token = _current.set(Invocation(request_id, trace_id, time.monotonic() + budget_seconds))
    try:
        yield current_invocation()
    finally:
        _current.reset(token)


@contextmanager
def grace_period() -> Iterator[None]:
    """Extend the deadline a little for what has to be cleaned up or reported after a failure."""
    current = current_invocation()
    token = _current.set(replace(current, deadline=max(current.deadline, time.monotonic() + GRACE_SECONDS)))
    try:
        yield
    finally:
        _current.reset(token)


def current_invocation() -> Invocation:
    """Return the current invocation; outside of any, one without request, trace and deadline."""
    return _current.get() or Invocation(None, None, float("inf"))

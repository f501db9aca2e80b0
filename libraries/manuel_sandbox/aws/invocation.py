"""What all AWS calls of one invocation have in common: the trace they belong to, and the time they may take."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace

AFTERCARE_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Invocation:
    """One call of a handler.

    Attributes:
        trace_id: Put on every AWS call as `X-Amzn-Trace-Id`.
        deadline: When no further attempt is begun, in seconds of `time.monotonic`.
    """

    trace_id: str | None
    deadline: float

    @property
    def seconds_left(self) -> float:
        """Time until the deadline, 0 if it has passed."""
        return max(0.0, self.deadline - time.monotonic())


_current: ContextVar[Invocation | None] = ContextVar("invocation", default=None)


@contextmanager
def invocation(*, trace_id: str | None, budget_seconds: float) -> Iterator[Invocation]:
    """Everything inside belongs to one invocation."""
    token = _current.set(Invocation(trace_id, time.monotonic() + budget_seconds))
    try:
        yield current_invocation()
    finally:
        _current.reset(token)


@contextmanager
def aftercare() -> Iterator[None]:
    """What puts things in order after a failure has a little time of its own, also when the deadline has passed."""
    current = current_invocation()
    token = _current.set(
        replace(current, deadline=max(current.deadline, time.monotonic() + AFTERCARE_SECONDS))
    )
    try:
        yield
    finally:
        _current.reset(token)


def current_invocation() -> Invocation:
    """The invocation that is running; outside of any, one without trace and without end."""
    return _current.get() or Invocation(None, float("inf"))

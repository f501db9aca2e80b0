"""What all AWS calls and log lines of one invocation have in common: request, trace, and the time they may take."""

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
        request_id: Put into every line of the log.
        trace_id: That as well, and on every AWS call as `X-Amzn-Trace-Id`.
        deadline: When no further attempt is begun, in seconds of `time.monotonic`.
    """

    request_id: str | None
    trace_id: str | None
    deadline: float

    @property
    def seconds_left(self) -> float:
        """Time until the deadline, 0 if it has passed."""
        return max(0.0, self.deadline - time.monotonic())


_current: ContextVar[Invocation | None] = ContextVar("invocation", default=None)


@contextmanager
def invocation(
    *, request_id: str | None, trace_id: str | None, budget_seconds: float
) -> Iterator[Invocation]:
    """Everything inside belongs to one invocation."""
    token = _current.set(Invocation(request_id, trace_id, time.monotonic() + budget_seconds))
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
    """The invocation that is running; outside of any, one without request, trace and end."""
    return _current.get() or Invocation(None, None, float("inf"))

"""Timeouts that interrupt Python: never while it takes or gives back a lock.

On POSIX, Robot Framework ends a test or keyword by an exception that the handler of SIGALRM raises wherever the main thread is
(`robot.running.timeouts.posix`). Inside `Condition.__enter__` the lock is taken already and no `with` block will give it back:
if it is that of a connection pool (`queue.Queue`), the next request waits for ever. Likewise, a generator-based context manager
that has taken a file lock keeps it for as long as somebody keeps the exception with its traceback, as Robot Framework does.
"""

import contextlib
import logging
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import CodeType, FrameType

_Handler = Callable[[int, FrameType | None], object]
_PAUSE = 0.001
_MOST_PAUSES = 1000
"""A lock that is not there after this many pauses may be what the timeout is to end."""


def _code_of(function: Callable[..., object]) -> CodeType:
    return function.__code__


_TAKES_OR_GIVES_BACK_A_LOCK = frozenset(
    _code_of(function)
    for function in (
        threading.Condition.__enter__,
        threading.Condition.__exit__,
        threading.Semaphore.acquire,
        logging.Handler.acquire,
        logging.Handler.release,
        contextlib._GeneratorContextManager.__enter__,
        contextlib._GeneratorContextManager.__exit__,
    )
)


class _DeferredHandler:
    """The handler of an alarm, called a moment later if the alarm comes while a lock is taken or given back."""

    def __init__(self, handler: _Handler) -> None:
        self._handler = handler
        self._pauses = 0

    def __call__(self, number: int, frame: FrameType | None) -> None:
        takes_a_lock = frame is not None and frame.f_code in _TAKES_OR_GIVES_BACK_A_LOCK
        if takes_a_lock and self._pauses < _MOST_PAUSES:
            self._pauses += 1
            signal.setitimer(signal.ITIMER_REAL, _PAUSE)
            return
        self._handler(number, frame)


@contextmanager
def alarm_spares_locks() -> Iterator[None]:
    """Have an alarm that comes while the main thread takes or gives back a lock handled a millisecond later.

    In other threads, where no handler runs, without a handler for SIGALRM, and on Windows, which has none, nothing changes.

    Example:
        >>> with alarm_spares_locks():
        ...     pass
    """
    handler = _handler_of_alarms()
    if handler is None:
        yield
        return
    signal.signal(signal.SIGALRM, _DeferredHandler(handler))
    try:
        yield
    finally:
        signal.signal(signal.SIGALRM, handler)


def _handler_of_alarms() -> _Handler | None:
    """Return what handles alarms here and can interrupt; None if nothing does, or if it spares locks already."""
    if not hasattr(signal, "SIGALRM") or threading.current_thread() is not threading.main_thread():
        return None
    handler = signal.getsignal(signal.SIGALRM)
    return handler if callable(handler) and not isinstance(handler, _DeferredHandler) else None

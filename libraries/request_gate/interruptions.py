"""Timeouts that interrupt Python at safe points: not while it takes or gives back a lock, or imports.

On POSIX, Robot Framework ends a test or keyword by an exception that the handler of SIGALRM raises wherever the main thread is
(`robot.running.timeouts.posix`). Inside `Condition.__enter__` the lock is taken already and no `with` block will give it back:
if it is that of a connection pool (`queue.Queue`), the next request waits for ever. Likewise, a generator-based context manager
that has taken a file lock keeps it for as long as the exception is kept with its traceback, as Robot Framework does. A
module whose import is interrupted leaves others half imported, which no later import repairs.
"""

import contextlib
import logging
import signal
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import CodeType, FrameType

_Handler = Callable[[int, FrameType | None], object]
_PAUSE = 0.001
_LONGEST_WAIT = 1.0
"""In seconds. A lock or an import that takes longer may be what the timeout is to end."""


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
_FILE_OF_IMPORTS = "<frozen importlib._bootstrap>"


class _SafePointHandler:
    """The handler of an alarm, called a moment later if the alarm comes at a point where nothing may be interrupted."""

    def __init__(self, handler: _Handler) -> None:
        self._handler = handler
        self._waits_since: float | None = None
        self._is_running = False

    @property
    def is_waiting(self) -> bool:
        """Whether an alarm has come that is still to be handled."""
        return self._waits_since is not None

    def __call__(self, number: int, frame: FrameType | None) -> None:
        """Handle the alarm, or have it again; one that comes meanwhile is the same."""
        if self._is_running:
            return
        self._is_running = True
        try:
            if _is_safe_point(frame) or self._has_waited_long():
                self._handle(number, frame)
            else:
                self._wait()
        finally:
            self._is_running = False

    def _handle(self, number: int, frame: FrameType | None) -> None:
        if self.is_waiting:
            self._waits_since = None
            signal.setitimer(signal.ITIMER_REAL, 0)
        self._handler(number, frame)

    def _wait(self) -> None:
        """Have an alarm every millisecond: a single one may come just before the thread waits for a lock, and not wake it."""
        if not self.is_waiting:
            self._waits_since = time.monotonic()
            signal.setitimer(signal.ITIMER_REAL, _PAUSE, _PAUSE)

    def _has_waited_long(self) -> bool:
        return self._waits_since is not None and time.monotonic() - self._waits_since >= _LONGEST_WAIT


def _is_safe_point(frame: FrameType | None) -> bool:
    if frame is not None and frame.f_code in _TAKES_OR_GIVES_BACK_A_LOCK:
        return False
    return all(each.f_code.co_filename != _FILE_OF_IMPORTS for each, _ in traceback.walk_stack(frame))


@contextmanager
def alarms_at_safe_points() -> Iterator[None]:
    """Have an alarm that comes while the main thread takes or gives back a lock, or imports, handled a moment later.

    In other threads, where no handler runs, without a handler for SIGALRM, and on Windows, which has none, nothing changes.

    Example:
        >>> with alarms_at_safe_points():
        ...     pass
    """
    handler = _handler_of_alarms()
    if handler is None:
        yield
        return
    at_safe_points = _SafePointHandler(handler)
    signal.signal(signal.SIGALRM, at_safe_points)
    try:
        yield
    finally:
        if at_safe_points.is_waiting:
            signal.setitimer(signal.ITIMER_REAL, _PAUSE)
        signal.signal(signal.SIGALRM, handler)


def _handler_of_alarms() -> _Handler | None:
    """Return what handles alarms here and can interrupt; None if nothing does, or if that is done at safe points already."""
    if not hasattr(signal, "SIGALRM") or threading.current_thread() is not threading.main_thread():
        return None
    handler = signal.getsignal(signal.SIGALRM)
    return handler if callable(handler) and not isinstance(handler, _SafePointHandler) else None

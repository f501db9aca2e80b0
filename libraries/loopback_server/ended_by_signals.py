"""A program that serves until a signal ends it."""

import select
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

ENDING = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def ended_by_signals() -> Iterator[None]:
    """End the program with status 0 on Ctrl-C and SIGTERM, also in the middle of an import.

    A KeyboardInterrupt would not do: one that leaves an `exec()` of text makes CPython die of SIGINT at its end, even if it is
    caught (`run_eval_code_obj` in Python/pythonrun.c). What leaves a `__set_name__`, as of `dataclasses`, CPython 3.11 wraps in a
    RuntimeError, which is undone here.

    Raises:
        SystemExit: A signal came; its status is 0.
    """
    for number in ENDING:
        signal.signal(number, _end)
    try:
        yield
    except RuntimeError as error:
        if isinstance(error.__cause__, SystemExit):
            raise error.__cause__ from None
        raise


def wait_for_signal() -> None:
    """Wait until a signal ends the program, in whatever thread and however shortly before the wait it comes.

    The interpreter looks for signals between two steps of a program. `signal.pause` or a lock never ends if one comes after that
    look and before the wait, or in another thread. Here each signal makes the socket readable that is waited for.
    """
    readable, writable = socket.socketpair()
    writable.setblocking(False)
    with readable, writable:
        former = signal.set_wakeup_fd(writable.fileno())
        try:
            select.select([readable], [], [])
        finally:
            signal.set_wakeup_fd(former)


def _end(_number: int, _frame: object) -> NoReturn:
    raise SystemExit(0)

"""Threads for calls that may hang."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


class TimeLimitedThreads:
    """Runs each call on a thread of its own, so that one that hangs can be abandoned.

    Args:
        most_at_once: How many calls may run at the same time; further ones wait.
        name: What the names of the threads begin with.
    """

    def __init__(self, most_at_once: int, name: str) -> None:
        self._threads = ThreadPoolExecutor(most_at_once, thread_name_prefix=name)

    def run(
        self, timeout_seconds: float, call: Callable[P, R], *args: P.args, **options: P.kwargs
    ) -> "Future[R]":
        """Run a call, and return its outcome once it has ended: what it returned or raised.

        Args:
            timeout_seconds: How long it may take.
            call: What is called.
            args: Its arguments.
            options: Its keyword arguments.

        Raises:
            TimeoutError: It has not ended in time, and is left running; or it had to wait for a thread, and will not begin.
        """
        outcome = self._threads.submit(call, *args, **options)
        try:
            outcome.exception(timeout_seconds)
        except TimeoutError:
            outcome.cancel()
            raise
        return outcome

    def close(self) -> None:
        """Let the threads end, each after the call it is in."""
        self._threads.shutdown(wait=False, cancel_futures=True)

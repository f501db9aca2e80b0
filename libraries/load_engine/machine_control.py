"""What the machine does to a control while something is measured: a small computation, timed again and again."""

import hashlib
import threading
import time
from types import TracebackType
from typing import Self

COMPUTATION = bytes(4_000_000)
"""What is hashed: some milliseconds of work, during which other threads of the process can go on."""
SECONDS_BETWEEN = 0.05
MOST_UNDISTURBED = 3.0
"""Up to this factor, the machine counts as undisturbed: the backend, the tests and the load compete with the control as well."""


class MachineControl:
    """Times a computation in a thread until the `with` block ends.

    Example:
        >>> with MachineControl() as control:
        ...     send_requests()
        >>> control.is_disturbed
        False
    """

    def __init__(self) -> None:
        self._elapsed, self._computed = 0.0, 0.0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="machine control", daemon=True)

    @property
    def slowdown(self) -> float:
        """How many times as long as the processor needs for it the computation has taken so far, on average."""
        return self._elapsed / self._computed if self._computed else 1.0

    @property
    def is_disturbed(self) -> bool:
        """Whether the machine is so busy with something else that times say little about the server."""
        return self.slowdown > MOST_UNDISTURBED

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._ended.set()
        self._thread.join()

    def _watch(self) -> None:
        while True:
            began, computed = time.perf_counter(), time.thread_time()
            hashlib.sha256(COMPUTATION).digest()
            self._computed += time.thread_time() - computed
            self._elapsed += time.perf_counter() - began
            if self._ended.wait(SECONDS_BETWEEN):
                return

"""The memory that functions have: a process that uses more is killed."""

import os
import threading
from collections.abc import Callable, Iterable
from pathlib import Path

from lambda_runtime.execution_environment import ExecutionEnvironment

PERIOD_SECONDS = 0.02
PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


class MemoryWatch:
    """Looks at the memory of processes, and kills those that use more than their function may.

    Args:
        environments: Returns the execution environments that there are.
    """

    def __init__(self, environments: Callable[[], Iterable[ExecutionEnvironment]]) -> None:
        self._environments = environments
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="function-memory", daemon=True)

    def start(self) -> None:
        """Begin to watch."""
        self._thread.start()

    def stop(self) -> None:
        """Stop watching."""
        self._is_over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._is_over.wait(PERIOD_SECONDS):
            for environment in self._environments():
                if used_bytes(environment.process) > environment.memory_megabytes * 1024 * 1024:
                    environment.kill()


def used_bytes(process: int | None) -> int:
    """Return the memory that a process has in use; 0 if it is gone."""
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * PAGE_BYTES
    except OSError:
        return 0

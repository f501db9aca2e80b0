"""The clock of a function's process, which follows that of its stack."""

import datetime
import functools
import signal
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

CHANGED = signal.SIGRTMAX
"""The signal that the file has changed."""


class ProcessClock:
    """Sets the time that the function sees forward, when a file says that it is later by some seconds.

    Args:
        file: The file.
        packages: The folder with the package that sets the time of a process.
    """

    def __init__(self, file: str, packages: str) -> None:
        self._file, self._packages = Path(file), packages
        self._ahead = 0.0
        self._is_busy = self._is_late = False
        self._traveller: Any = None

    def follow(self) -> None:
        """Set the clock as far ahead as it is now, and whenever that changes."""
        signal.signal(CHANGED, lambda *_: self.catch_up())
        self.catch_up()

    def catch_up(self) -> None:
        """Set the clock as far ahead as it is now.

        The signal may come meanwhile: what has been read may be out of date then, and is read again when this is done with it.
        """
        self._is_late = True
        while self._is_late and not self._is_busy:
            self._is_busy, self._is_late = True, False
            try:
                self._catch_up()
            finally:
                self._is_busy = False

    def _catch_up(self) -> None:
        ahead = self._seconds_ahead()
        if ahead != self._ahead:
            self._traveller = self._traveller or self._start_travelling()
            self._traveller.shift(ahead - self._ahead)
            self._ahead = ahead

    def _seconds_ahead(self) -> float:
        try:
            return float(self._file.read_bytes())
        except FileNotFoundError:
            return 0.0

    def _start_travelling(self) -> Any:
        time_machine = time_machine_of(self._packages)
        traveller = time_machine.travel(time.time(), tick=True).start()
        time.time()  # from the first look on, it ticks
        _sign_by_the_time_of_aws(time_machine.escape_hatch.datetime.datetime)
        return traveller


def _sign_by_the_time_of_aws(real_datetime: Any) -> None:
    """Let requests and URLs be signed by the real time, the time that AWS uses: boto3 asks `botocore.compat` for the time."""
    if "botocore.compat" in sys.modules:
        module: Any = sys.modules["botocore.compat"]
        module.datetime = SimpleNamespace(datetime=real_datetime, timezone=datetime.timezone)


@functools.cache
def time_machine_of(packages: str) -> Any:
    """Return the package that sets the time of a process.

    Most processes have imported it from the start: the signal may come while a function imports something, which is no time for
    other imports. A function with a module of its own by the name of one that it needs would not find its own one then.
    """
    sys.path.insert(0, packages)
    try:
        import time_machine
    finally:
        sys.path.remove(packages)
    return time_machine

"""A number of requests a minute, shared by all processes of a user.

The generic cell rate algorithm (ITU-T I.371): a file holds the theoretical arrival time of the next request, and the time of
the last one.
"""

import fcntl
import getpass
import os
import re
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, TextIO

MINUTE = 60.0
_BURST_SHARE = 4
_LONGEST_QUEUE = 600.0
"""A time further ahead was written before the clock was set back."""


class Pace:
    """A limit of requests in any minute: a quarter of them at once, the others evenly spaced.

    Args:
        host: The host whose requests are counted, or the origin of an API on this machine.
        per_minute: How many may be sent in a minute.
    """

    def __init__(self, host: str, per_minute: int) -> None:
        self._per_minute = per_minute
        self.burst = max(1, per_minute // _BURST_SHARE)
        self._interval = MINUTE / max(1, per_minute - self.burst)
        self._burst_seconds = self.burst * self._interval
        name = re.sub(r"[^\w.-]", "_", host)
        self._path = Path(tempfile.gettempdir()) / f"request-gate-{getpass.getuser()}-{name}.pace"

    def wait_for(self, count: int) -> None:
        """Wait until this many requests may be sent at once, which are at most `burst`."""
        with self._locked_file() as file:
            now = time.time()
            arrival = self._arrival_after(count, _times_in(file), now)
            wait = max(0.0, arrival - self._burst_seconds - now)
            _write(_Times(arrival, now + wait), file)
        time.sleep(wait)

    def count(self, count: float) -> None:
        """Count requests that do not wait: those that follow will, for a minute at most."""
        with self._locked_file() as file:
            now = time.time()
            times = _times_in(file)
            arrival = self._arrival_after(min(count, self._per_minute), times, now)
            _write(_Times(min(arrival, now + self._burst_seconds + MINUTE), max(times.last, now)), file)

    def wait_for_a_free_minute(self) -> None:
        """Wait until the last request of any process is a minute ago, so that all requests of a minute may be sent at once."""
        with self._locked_file() as file:
            remaining = _times_in(file).last + MINUTE - time.time()
        time.sleep(min(max(0.0, remaining), MINUTE))

    def _arrival_after(self, count: float, times: "_Times", now: float) -> float:
        is_ahead = now < times.arrival < now + _LONGEST_QUEUE
        return (times.arrival if is_ahead else now) + count * self._interval

    @contextmanager
    def _locked_file(self) -> Iterator[TextIO]:
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        with os.fdopen(descriptor, "r+") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield file


class _Times(NamedTuple):
    """The theoretical arrival time of the next request, and when the last one was sent."""

    arrival: float = 0.0
    last: float = 0.0


def _times_in(file: TextIO) -> _Times:
    written = re.fullmatch(r"(\d+\.\d+) (\d+\.\d+)", file.read())
    return _Times(*map(float, written.groups())) if written else _Times()


def _write(times: _Times, file: TextIO) -> None:
    file.seek(0)
    file.truncate()
    file.write(f"{times.arrival!r} {times.last!r}")
    file.flush()

"""A number of requests a minute, shared by all processes of a user.

The generic cell rate algorithm (ITU-T I.371): a file holds the theoretical arrival time of the next request.
"""

import fcntl
import getpass
import os
import re
import tempfile
import time
from pathlib import Path

MINUTE = 60.0
_BURST_SHARE = 4
_LONGEST_QUEUE = 600.0
"""A time further ahead was written before the clock was set back."""


class Pace:
    """At most so many requests in any minute: a quarter of them at once, the others evenly spaced.

    Args:
        host: The host whose requests are counted, or the origin of an API on this machine.
        per_minute: How many may be sent in a minute.
    """

    def __init__(self, host: str, per_minute: int) -> None:
        self._per_minute = per_minute
        self.burst = max(1, per_minute // _BURST_SHARE)
        self._interval = MINUTE / max(1, per_minute - self.burst)
        name = re.sub(r"[^\w.-]", "_", host)
        self._path = Path(tempfile.gettempdir()) / f"request-gate-{getpass.getuser()}-{name}.pace"

    def wait_for(self, count: int) -> None:
        """Wait until this many requests may be sent at once, which are at most `burst`."""
        time.sleep(max(0.0, self._reserve(count)))

    def count(self, count: float) -> None:
        """Count requests that do not wait: those that follow will, for a minute at most."""
        self._reserve(min(count, self._per_minute), longest_wait=MINUTE)

    def _reserve(self, count: float, longest_wait: float = _LONGEST_QUEUE) -> float:
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        with os.fdopen(descriptor, "r+") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            now = time.time()
            latest = now + self.burst * self._interval + longest_wait
            arrival = min(_arrival(file.read(), now) + count * self._interval, latest)
            file.seek(0)
            file.truncate()
            file.write(repr(arrival))
            file.flush()
        return arrival - self.burst * self._interval - now


def _arrival(text: str, now: float) -> float:
    written = float(text) if re.fullmatch(r"\d+\.\d+", text) else now
    return written if now < written < now + _LONGEST_QUEUE else now

"""A limit on how often one address may call what needs no token."""

import math
import threading
from collections.abc import Callable


class AddressThrottle:
    """Counts the requests of each source address in windows of fixed length.

    The address is the connection's own: no header that a client can write is asked.
    """

    def __init__(self, *, limit: int, window_seconds: float, clock: Callable[[], float]) -> None:
        self._limit = limit
        self._window_seconds = window_seconds
        self._clock = clock
        self._lock = threading.Lock()
        self._window = 0
        self._counts: dict[str, int] = {}

    def seconds_to_wait(self, address: str) -> int:
        """Count one request.

        Returns:
            0 if it is within the limit, else the seconds until the next window begins.
        """
        now = self._clock()
        window = int(now // self._window_seconds)
        with self._lock:
            if window != self._window:
                self._window, self._counts = window, {}
            self._counts[address] = self._counts.get(address, 0) + 1
            within_limit = self._counts[address] <= self._limit
        return 0 if within_limit else max(1, math.ceil((window + 1) * self._window_seconds - now))

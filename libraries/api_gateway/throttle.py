"""A limit on how often one address may call an operation."""

import math
import threading
from collections.abc import Callable

from api_gateway.routes import GatewayOperation


class AddressThrottle:
    """Counts the requests of each source address in windows of fixed length.

    The address is that of the connection: no header that a client can write is considered.

    Args:
        limit: How many requests of one address are allowed in one window.
        window_seconds: Length of a window.
        applies_to: Tells which operations count; the others are not limited.
        clock: Returns epoch seconds.
    """

    def __init__(
        self,
        *,
        limit: int,
        window_seconds: float,
        applies_to: Callable[[GatewayOperation], bool],
        clock: Callable[[], float],
    ) -> None:
        self._limit = limit
        self._window_seconds = window_seconds
        self._applies_to = applies_to
        self._clock = clock
        self._lock = threading.Lock()
        self._window = 0
        self._counts: dict[str, int] = {}

    def seconds_to_wait(self, operation: GatewayOperation, address: str) -> int:
        """Count one request.

        Returns:
            0 if it is within the limit, else the seconds until the next window begins.
        """
        if not self._applies_to(operation):
            return 0
        now = self._clock()
        window = int(now // self._window_seconds)
        with self._lock:
            if window != self._window:
                self._window, self._counts = window, {}
            self._counts[address] = self._counts.get(address, 0) + 1
            within_limit = self._counts[address] <= self._limit
        return 0 if within_limit else max(1, math.ceil((window + 1) * self._window_seconds - now))

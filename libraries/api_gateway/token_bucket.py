"""A limit on the rate of requests that allows bursts (Amazon API Gateway Developer Guide, "Throttle requests")."""

import threading
from collections.abc import Callable

DEFAULT_BURST = 5000
"""Amazon API Gateway quotas, "Throttle quota per account"."""


class TokenBucket:
    """Admits requests at a rate, and a burst of them at once.

    Args:
        rate: Requests a second.
        burst: How many at once.
        clock: Returns epoch seconds.
    """

    def __init__(self, rate: float, burst: int, clock: Callable[[], float]) -> None:
        self._rate, self._burst, self._clock = rate, burst, clock
        self._tokens, self._filled_at = float(burst), clock()
        self._lock = threading.Lock()

    def take(self) -> bool:
        """Take a token; return whether there was one."""
        with self._lock:
            now = self._clock()
            self._tokens = min(self._burst, self._tokens + (now - self._filled_at) * self._rate)
            self._filled_at = now
            if self._tokens < 1:
                return False
            self._tokens -= 1
            return True

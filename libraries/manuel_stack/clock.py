"""A clock that a test may set forward, so that a day ends when the test wants it to."""

import threading
import time


class AdjustableClock:
    """Epoch seconds that run as fast as real ones, ahead of them by what was advanced."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ahead = 0.0

    def __call__(self) -> float:
        return time.time() + self._ahead

    def advance(self, seconds: float) -> float:
        """Set the clock forward.

        Args:
            seconds: How far; never negative, since nothing in AWS expects time to run backwards.

        Returns:
            The new time in epoch seconds.
        """
        if seconds < 0:
            raise ValueError(f"a clock is only set forward, not by {seconds:g} s")
        with self._lock:
            self._ahead += seconds
        return self()

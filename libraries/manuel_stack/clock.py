"""A clock that a test can set forward, so that a day ends when the test needs it."""

import threading
import time


class AdjustableClock:
    """Epoch seconds that run at the usual speed, ahead of the real time by what has been advanced."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ahead = 0.0

    def __call__(self) -> float:
        return time.time() + self._ahead

    def advance(self, seconds: float) -> float:
        """Set the clock forward.

        Args:
            seconds: How far, 0 or more.

        Returns:
            The new time in epoch seconds.

        Raises:
            ValueError: The number is negative; nothing in AWS expects time to run backwards.
        """
        if seconds < 0:
            raise ValueError(f"The clock can only be set forward, not by {seconds:g} s.")
        with self._lock:
            self._ahead += seconds
        return self()

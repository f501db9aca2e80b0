"""A clock that a test can set forward, so that a day ends when the test needs it."""

import math
import threading
import time
from collections.abc import Callable


class AdjustableClock:
    """Epoch seconds that run at the usual speed, ahead of the real time by what has been advanced."""

    def __init__(self) -> None:
        self.when_advanced: list[Callable[[float], None]] = []
        """Called with the seconds by which it is ahead, whenever it has been set forward."""
        self._lock = threading.Lock()
        self._ahead = 0.0

    @property
    def ahead(self) -> float:
        """By how many seconds it is ahead of the real time."""
        return self._ahead

    def __call__(self) -> float:
        return time.time() + self._ahead

    def advance(self, seconds: float) -> float:
        """Set the clock forward.

        Args:
            seconds: How far, 0 or more.

        Returns:
            The new time in epoch seconds.

        Raises:
            ValueError: The number is negative, as nothing in AWS expects time to run backwards, or not finite.
        """
        if not 0 <= seconds < math.inf:
            raise ValueError(f"The clock can only be set forward, not by {seconds:g} s.")
        with self._lock:
            self._ahead += seconds
            for follow in self.when_advanced:
                follow(self._ahead)
        return self()

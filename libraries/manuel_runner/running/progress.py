"""How far a run has come, and how long the rest will take."""

from collections import Counter
from collections.abc import Mapping

_SHARE_THAT_TELLS = 0.03
"""How much of a run has to be over before it says anything about the rest."""


class Progress:
    """The tests of a run that have ended, those that run, and what is left.

    Moments are in seconds, of any clock that does not jump.

    Args:
        expected: How many seconds each test of the run is expected to take, by its name.

    Attributes:
        total: The number of tests. Causes become tests of their own while the run goes on, and are counted as well.
        counts: The number of tests that have ended, by their status.
    """

    def __init__(self, expected: Mapping[str, float]) -> None:
        self._left = dict(expected)
        self._whole = sum(expected.values())
        self._running: dict[str, float] = {}
        self._began: float | None = None
        self._last_end: float | None = None
        self.total = len(expected)
        self.counts: Counter[str] = Counter()

    @property
    def done(self) -> int:
        """The number of tests that have ended."""
        return self.counts.total()

    def begin(self, test: str, now: float) -> None:
        """Note that a test begins."""
        if self._began is None:
            self._began = now
        self._running[test] = now

    def end(self, test: str, status: str, now: float) -> None:
        """Note that a test has ended."""
        self._last_end = now
        self._running.pop(test, None)
        self.counts[status] += 1
        if self._left.pop(test, None) is None:
            self.total += 1

    def rate(self) -> float | None:
        """Return how many tests have ended per second; None as long as it is unknown."""
        return self.done / self._elapsed() if self.done and self._elapsed() else None

    def seconds_left(self) -> float | None:
        """Return how long the rest takes if tests go on as they did so far; None as long as it is unknown."""
        left = sum(self._left.values())
        done = self._whole - left
        return self._elapsed() * left / done if done > _SHARE_THAT_TELLS * self._whole else None

    def running_longer_than(self, seconds: float, now: float) -> dict[str, float]:
        """Return how long the tests have been running that exceed a time, the longest first."""
        durations = {test: now - began for test, began in self._running.items()}
        return {
            test: lasted
            for test, lasted in sorted(durations.items(), key=lambda each: -each[1])
            if lasted > seconds
        }

    def _elapsed(self) -> float:
        """Return how long tests have run, until the last one that has ended."""
        return 0.0 if self._began is None or self._last_end is None else self._last_end - self._began

"""A listener that several libraries of a suite register, and that acts once a test."""

from abc import ABC, abstractmethod

from robot import result, running


class SharedListener(ABC):
    """A listener that changes how a test ends.

    Robot Framework calls it once for each library of the suite that registers it: only the first call has an effect.
    """

    ROBOT_LISTENER_API_VERSION = 3

    def __init__(self) -> None:
        self._last: result.TestCase | None = None

    def end_test(self, data: running.TestCase, result: result.TestCase) -> None:
        """Act, unless this end of a test has been dealt with."""
        if result is not self._last:
            self._last = result
            self.conclude(data, result)

    @abstractmethod
    def conclude(self, data: running.TestCase, test: result.TestCase) -> None:
        """Change the outcome of a test that has just ended."""

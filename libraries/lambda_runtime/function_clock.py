"""The clock of functions, which can be set forward."""

import time
from pathlib import Path


class FunctionClock:
    """Epoch seconds as functions see them: those of the machine, and what the clock has been set forward by.

    The process of a function reads from a file how far that is, before its module is imported, before each invocation, and, if
    it is in Python, when it gets a signal.

    Args:
        file: The file. There is none until the clock is set forward.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        """How many seconds the clock is ahead."""
        self._ahead = 0.0

    def __call__(self) -> float:
        return time.time() + self._ahead

    def set_ahead(self, seconds: float) -> None:
        """Set the clock ahead of the machine's."""
        new = self.file.with_suffix(".new")
        new.write_text(repr(seconds))
        new.replace(self.file)
        self._ahead = seconds

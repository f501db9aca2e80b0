"""The log of a stack's backend, kept in memory for tests to read."""

import logging
from collections import deque
from typing import TextIO, cast

MOST_LINES = 5000


class BackendLog:
    """The last lines that a backend has written to its log, at every level.

    Attributes:
        is_kept: Whether there is a backend that writes to it.
    """

    def __init__(self) -> None:
        self.is_kept = False
        self._writes: deque[str] = deque(maxlen=MOST_LINES)

    @property
    def lines(self) -> list[str]:
        """The lines, the oldest first."""
        return "".join(self._writes).splitlines()

    def write(self, text: str) -> None:
        """Take what a logging handler writes to a stream."""
        self._writes.append(text)

    def flush(self) -> None:
        """Do nothing: all of it is in memory."""

    def keep(self) -> None:
        """Let the reference backend log as it does when deployed, but at every level and to here.

        Warnings go to standard error as well.
        """
        from manuel_sandbox.logs import configure_logging

        self.is_kept = True
        configure_logging("DEBUG", stream=cast("TextIO", self))
        to_stderr = logging.StreamHandler()
        to_stderr.setLevel(logging.WARNING)
        logging.getLogger().addHandler(to_stderr)

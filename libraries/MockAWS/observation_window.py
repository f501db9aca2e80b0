"""Since when things count: since the test began, or the suite."""

import time

from MockAWS.aws_connection import AwsConnection


class ObservationWindow:
    """Remembers, for the suite and the test that run, when they began and where the journal was then.

    The journal is asked only when somebody wants to know: the number at the beginning is that of the last entry that
    had started before.
    """

    __test__ = False  # no test class, whatever pytest thinks of its name

    def __init__(self, aws: AwsConnection) -> None:
        self._aws = aws
        self._began: list[float] = []
        self._forgotten_until = 0

    @property
    def began_at(self) -> float:
        """Epoch seconds when the test (or suite set-up) began; 0 outside of a run."""
        return self._began[-1] if self._began else 0.0

    @property
    def forgotten_until(self) -> int:
        """Number of the last journal entry that `Forget AWS Calls` forgot."""
        return self._forgotten_until

    def enter(self) -> None:
        """A suite or test begins."""
        self._began.append(time.time())
        self._forgotten_until = 0

    def leave(self) -> None:
        """A suite or test ends."""
        self._began.pop()
        self._forgotten_until = 0

    def forget(self) -> None:
        """Let nothing count that is in the journal now."""
        calls = self._aws.ask("calls")["calls"]
        self._forgotten_until = max((call["number"] for call in calls), default=0)

"""The time since which calls and messages count: the beginning of the test, or of the suite."""

import time

from MockAWS.aws_connection import AwsConnection


class ObservationWindow:
    """The time at which the running suites and test began, and the journal entries that were forgotten since."""

    def __init__(self, aws: AwsConnection) -> None:
        self._aws = aws
        self._began: list[float] = []
        self._forgotten_until = 0

    @property
    def began_at(self) -> float:
        """The epoch seconds at which the test or suite setup began; 0 outside a run."""
        return self._began[-1] if self._began else 0.0

    @property
    def forgotten_until(self) -> int:
        """The number of the last journal entry that `Forget AWS Calls` forgot."""
        return self._forgotten_until

    def enter(self) -> None:
        """Begin a suite or test."""
        self._began.append(time.time())
        self._forgotten_until = 0

    def leave(self) -> None:
        """End a suite or test."""
        if self._began:
            self._began.pop()
        self._forgotten_until = 0

    def forget(self) -> None:
        """Exclude everything that is in the journal now."""
        calls = self._aws.ask("calls")["calls"]
        self._forgotten_until = max((call["number"] for call in calls), default=0)

"""Errors that tell a tester what is wrong with a failure."""

from cause_register.forms import NotTriggered


class FailureSimulationError(Exception):
    """A failure that can't be activated as asked; the message says why and what to do."""

    ROBOT_SUPPRESS_NAME = True


class UnsupportedFailureError(FailureSimulationError):
    """A failure that can't be triggered here."""


class FailureNeverHappenedError(AssertionError):
    """A failure that was active and hit nothing, so that a test that passes proves nothing."""

    ROBOT_SUPPRESS_NAME = True


class FailureNotTriggeredError(FailureNeverHappenedError):
    """A failure whose cause did not bring it about.

    Attributes:
        said: What was expected, and what was there instead.
    """

    def __init__(self, said: NotTriggered) -> None:
        super().__init__(str(said))
        self.said = said

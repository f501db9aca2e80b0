"""What can go wrong with failures, for people."""


class FailureSimulationError(Exception):
    """A failure that can't be brought about as asked; the message says why and what to do."""

    ROBOT_SUPPRESS_NAME = True


class FailureNeverHappenedError(AssertionError):
    """A failure was active and hit nothing, so a test that passes has shown nothing."""

    ROBOT_SUPPRESS_NAME = True

"""The errors of keywords for an application."""


class ApplicationError(Exception):
    """A keyword that cannot do what it is asked; the message says why, and what to do."""

    ROBOT_SUPPRESS_NAME = True


class FunctionFailedError(AssertionError):
    """A function that failed, with what it has logged."""

    ROBOT_SUPPRESS_NAME = True

"""Errors of a local stack."""


class StackError(Exception):
    """The local stack did not start or end; the message contains the reason or the end of its log."""

    ROBOT_SUPPRESS_NAME = True
    ROBOT_EXIT_ON_FAILURE = True

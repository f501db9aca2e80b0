"""Errors of a local stack, and of the run that it belongs to."""


class StackError(Exception):
    """The local stack did not start or end; the message contains the reason or the end of its log."""

    ROBOT_SUPPRESS_NAME = True
    ROBOT_EXIT_ON_FAILURE = True


class TemplateRefusedError(StackError):
    """The template of the local stack is wrong, or cannot run here; the message names it and what is wrong."""


class ResultsFolderError(Exception):
    """The results folder cannot be written to, another run is writing to it, or its history is broken; the message says which."""


class StackInUseError(StackError):
    """Another worker uses the stack."""

"""What goes wrong when a stack is started."""


class StackError(Exception):
    """The local stack could not be started; the message holds the reason and the end of its log."""

    ROBOT_SUPPRESS_NAME = True
    ROBOT_EXIT_ON_FAILURE = True

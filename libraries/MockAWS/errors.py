"""The error of keywords that cannot do what they are asked."""


class MockAwsError(Exception):
    """A keyword that cannot do what it is asked; the message says why, and what to do."""

    ROBOT_SUPPRESS_NAME = True

"""What the keywords complain about."""


class MockAwsError(Exception):
    """A keyword cannot do what it is asked; the message says why and what to do."""

    ROBOT_SUPPRESS_NAME = True

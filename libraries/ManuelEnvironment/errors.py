"""Errors that occur before a test can start."""


class ConfigurationError(Exception):
    """A missing or invalid setting; the message is one line with the key, its value and the allowed values."""

    ROBOT_SUPPRESS_NAME = True
    ROBOT_EXIT_ON_FAILURE = True


class EnvironmentUnreachableError(Exception):
    """Nothing responds at the address of the environment's API."""

    ROBOT_SUPPRESS_NAME = True


class BlockedError(Exception):
    """A precondition of the running test that can't be had here: the test is skipped, since it could judge nothing.

    Args:
        precondition: What is missing, such as `aws-inspection` or `POST /api/manuals/upload 404`.
        reason: Why, and what to do about it, in one line.
    """

    ROBOT_SUPPRESS_NAME = True
    ROBOT_SKIP_EXECUTION = True

    def __init__(self, precondition: str, reason: str) -> None:
        super().__init__(f"blocked by {precondition}: {reason}")

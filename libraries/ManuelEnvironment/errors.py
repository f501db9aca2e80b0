"""Errors that occur before a test can start."""


class ConfigurationError(Exception):
    """A missing or invalid setting; the message is one line with the key, its value and the allowed values."""

    ROBOT_SUPPRESS_NAME = True
    ROBOT_EXIT_ON_FAILURE = True


class EnvironmentUnreachableError(Exception):
    """Nothing responds at the address of the environment's API."""

    ROBOT_SUPPRESS_NAME = True

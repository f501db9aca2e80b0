"""What goes wrong before a test can start."""


class ConfigurationError(Exception):
    """A setting is missing or wrong; the message is one line that names key, value and what is allowed."""

    ROBOT_SUPPRESS_NAME = True
    ROBOT_EXIT_ON_FAILURE = True


class EnvironmentUnreachableError(Exception):
    """Nothing answers where the environment says its API is."""

    ROBOT_SUPPRESS_NAME = True

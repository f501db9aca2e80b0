"""Errors that occur before a test can start."""

import reprlib

LONGEST_MESSAGE = 600


class ConfigurationError(Exception):
    """A missing or invalid setting; the message is one line with the key, its value and the allowed values."""

    ROBOT_SUPPRESS_NAME = True
    ROBOT_EXIT_ON_FAILURE = True

    def __init__(self, message: str) -> None:
        super().__init__(one_line(message))


class EnvironmentUnreachableError(Exception):
    """The environment's API or stack does not answer, or is not the one that the settings say."""

    ROBOT_SUPPRESS_NAME = True
    ROBOT_EXIT_ON_FAILURE = True


class BlockedError(Exception):
    """A precondition of the running test that is not available: the test is skipped, since it would show nothing.

    Args:
        precondition: What is missing, such as `aws-inspection` or `POST /api/manuals/upload 404`.
        reason: Why, and what to do about it, in one line.
    """

    ROBOT_SUPPRESS_NAME = True
    ROBOT_SKIP_EXECUTION = True

    def __init__(self, precondition: str, reason: str) -> None:
        super().__init__(f"blocked by {precondition}: {reason}")


def one_line(text: str) -> str:
    """Return a string as one printable line of at most 600 characters, without its middle if it is longer.

    Example:
        >>> one_line("several\\nlines")
        'several lines'
    """
    line = "".join(map(_printable, " ".join(text.split())))
    half = (LONGEST_MESSAGE - 3) // 2
    return line if len(line) <= LONGEST_MESSAGE else f"{line[:half]}...{line[-half:]}"


def _printable(character: str) -> str:
    return character if character.isprintable() else character.encode("unicode_escape").decode()


def shown(value: object) -> str:
    """Return a value as Python writes it, without the middle of what is long or deep.

    Example:
        >>> shown("many")
        "'many'"
    """
    try:
        return reprlib.repr(value)
    except ValueError:  # an integer with more digits than Python is willing to write
        return f"a very large {type(value).__name__}"

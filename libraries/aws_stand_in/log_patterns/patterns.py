"""Which events a filter pattern of CloudWatch Logs lets through, and which values it finds in them.

Amazon CloudWatch Logs User Guide, "Filter pattern syntax".
"""

import shlex
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Protocol

from aws_stand_in.aws_response import AwsError, NotImitatedError
from aws_stand_in.log_patterns.json_patterns import JsonPattern
from aws_stand_in.log_patterns.pattern_values import InvalidPatternError
from aws_stand_in.log_patterns.space_patterns import SpacePattern


class LogPattern(Protocol):
    """A filter pattern."""

    def matches(self, message: str) -> bool:
        """Tell whether the pattern lets a message through."""
        ...

    def values(self, message: str) -> Mapping[str, str]:
        """Return the values that the pattern finds in a message that matches, by their names in the pattern."""
        ...


class WordPattern:
    """A pattern of words, of which there may be none.

    Args:
        pattern: Words that a message must have, and with `?` and `-` those that it may and must not have.

    Raises:
        ValueError: It has a quotation mark without another one.
    """

    def __init__(self, pattern: str) -> None:
        words = shlex.split(pattern)
        self._optional = [word[1:] for word in words if word.startswith("?")]
        self._excluded = [word[1:] for word in words if word.startswith("-")]
        self._needed = [word for word in words if not word.startswith(("?", "-"))]

    def matches(self, message: str) -> bool:
        """Tell whether a message has the words."""
        return (
            all(word in message for word in self._needed)
            and not any(word in message for word in self._excluded)
            and (not self._optional or any(word in message for word in self._optional))
        )

    def values(self, _message: str) -> Mapping[str, str]:
        """Return nothing: words have no names."""
        return {}


def parse_pattern(pattern: str) -> LogPattern:
    """Return a filter pattern.

    Args:
        pattern: Words, conditions on JSON in braces, or fields in square brackets; each message matches an empty one.

    Raises:
        AwsError: It is not a pattern, or is of a kind that is not imitated.
    """
    pattern = pattern.strip()
    if pattern.startswith("%"):
        raise NotImitatedError(
            f"the filter pattern {pattern}", "Use words, or a pattern in braces or brackets."
        )
    kinds: Mapping[str, Callable[[str], LogPattern]] = {"{": JsonPattern, "[": SpacePattern}
    try:
        return kinds.get(pattern[:1], WordPattern)(pattern)
    except InvalidPatternError as error:
        raise _invalid(f"Invalid filter pattern: {error}") from None
    except ValueError:
        raise _invalid("Invalid filter pattern") from None


def _invalid(message: str) -> AwsError:
    return AwsError("InvalidParameterException", message, status=HTTPStatus.BAD_REQUEST)

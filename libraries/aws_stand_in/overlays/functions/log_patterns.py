"""Which events a filter pattern of CloudWatch Logs lets through.

Amazon CloudWatch Logs User Guide, "Filter pattern syntax".
"""

import shlex
from collections.abc import Callable
from http import HTTPStatus

from aws_stand_in.aws_response import AwsError, NotImitatedError
from aws_stand_in.overlays.functions.json_patterns import InvalidPatternError, parse_json_pattern

Filter = Callable[[str], bool]
_NOT_IMITATED = ("[", "%")


def parse_pattern(pattern: str) -> Filter:
    """Return the test that a message passes if it matches.

    Args:
        pattern: Words, or conditions in braces; each message matches an empty one.

    Raises:
        AwsError: It is not a pattern, or is of a kind that is not imitated.
    """
    pattern = pattern.strip()
    if pattern.startswith(_NOT_IMITATED):
        raise NotImitatedError(f"the filter pattern {pattern}", "Let it consist of words or be in braces.")
    try:
        return parse_json_pattern(pattern) if pattern.startswith("{") else _words(pattern)
    except InvalidPatternError as error:
        raise _invalid(f"Invalid filter pattern: {error}") from None
    except ValueError:
        raise _invalid("Invalid filter pattern") from None


def _words(pattern: str) -> Filter:
    words = shlex.split(pattern)
    optional = [word[1:] for word in words if word.startswith("?")]
    excluded = [word[1:] for word in words if word.startswith("-")]
    needed = [word for word in words if not word.startswith(("?", "-"))]
    return lambda message: (
        all(word in message for word in needed)
        and not any(word in message for word in excluded)
        and (not optional or any(word in message for word in optional))
    )


def _invalid(message: str) -> AwsError:
    return AwsError("InvalidParameterException", message, status=HTTPStatus.BAD_REQUEST)

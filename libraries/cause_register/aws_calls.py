"""The AWS calls of a request, as a failure lists them."""

import re
from collections.abc import Iterable

from cause_register.cause import UNKNOWN_CALLS
from cause_register.forms import AWS_CALLS, Attempt

_CALLS = re.compile(rf"^{AWS_CALLS}\n(?P<calls>(?:  .*(?:\n|\Z))+)", re.MULTILINE)


def lines_of_calls(failure: str) -> list[str]:
    """Return the lines about AWS calls; none if there are no such lines.

    Example:
        >>> lines_of_calls("Expected a.\\nGot b\\nAWS calls of the request:\\n  none\\nHint: …")
        ['none']
    """
    listed = _CALLS.search(failure)
    return [line.strip() for line in listed["calls"].splitlines()] if listed else []


def attempts_in(failure: str) -> list[Attempt] | None:
    """Return the AWS calls of the request; None if it is not known which they are.

    Example:
        >>> attempts_in("AWS calls of the request:\\n  s3.PutObject attempt 1: 200, 7 ms")
        [Attempt(call='s3.PutObject', number=1, outcome='200', milliseconds=7, rule=None)]
        >>> attempts_in("AWS calls of the request:\\n  unknown: no trace id")
    """
    lines = lines_of_calls(failure)
    if not lines or lines[0].startswith(UNKNOWN_CALLS):
        return None
    return list(filter(None, map(Attempt.read, lines)))


def faults_in(calls: Iterable[str]) -> tuple[str, ...]:
    """Return the names of the fault rules that have hit AWS calls.

    Args:
        calls: What is said of each call.

    Example:
        >>> faults_in(["s3.PutObject attempt 1: 503, 7 ms, by fault rule full", "none"])
        ('full',)
    """
    attempts = (Attempt.read(call.strip()) for call in calls)
    return tuple(dict.fromkeys(attempt.rule for attempt in attempts if attempt and attempt.rule))

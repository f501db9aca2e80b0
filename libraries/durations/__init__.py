"""Durations as people write them in files, rules and options: `500 ms`, `10 s`, `1 min 30 s`, `24h`, `3 days`.

A duration is one or more numbers, each with its unit. Spaces and case make no difference.
"""

import re
from collections.abc import Mapping

_SECONDS_BY_UNIT: Mapping[str, float] = {
    "ms|milliseconds?": 0.001,
    "s|secs?|seconds?": 1.0,
    "m|mins?|minutes?": 60.0,
    "h|hours?": 3600.0,
    "d|days?": 86_400.0,
}
_PART = re.compile(
    rf"\s*(?P<number>\d+(?:\.\d+)?)\s*(?P<unit>{'|'.join(_SECONDS_BY_UNIT)})(?![a-z])", re.IGNORECASE
)


def seconds_of(text: str) -> float:
    """Read a duration.

    Raises:
        ValueError: It is something else.

    Example:
        >>> seconds_of("1 min 30 s")
        90.0
    """
    parts = list(_PART.finditer(text))
    if not parts or _PART.sub("", text).strip():
        raise ValueError(
            f"{text!r} is not a duration. Expected a number with a unit, such as 500 ms, 10 s or 2 min."
        )
    return sum(float(part["number"]) * _seconds_in(part["unit"].lower()) for part in parts)


def _seconds_in(unit: str) -> float:
    return next(seconds for names, seconds in _SECONDS_BY_UNIT.items() if re.fullmatch(names, unit))

"""Durations as people write them in files: `500 ms`, `10 s`, `1 min 30 s`, `2 h`."""

import re

_PART = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(ms|s|sec|seconds?|min|minutes?|h|hours?)(?![a-z])", re.IGNORECASE)
_SECONDS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0}


def seconds_of(text: str) -> float:
    """Read a duration.

    Raises:
        ValueError: It is something else.

    Example:
        >>> seconds_of("1 min 30 s")
        90.0
    """
    parts = _PART.findall(text)
    if not parts or _PART.sub("", text).strip():
        raise ValueError(
            f"{text!r} is not a duration. Expected a number with a unit, such as 500 ms, 10 s or 2 min."
        )
    return sum(float(number) * _SECONDS[_unit(name.lower())] for number, name in parts)


def _unit(name: str) -> str:
    return name if name == "ms" else name[0]

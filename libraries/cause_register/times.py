"""What a failure says of a point in time that is hours from the right one, as in another zone or unit."""

import re
from datetime import datetime, timedelta

_NOT_BETWEEN = re.compile(
    r"\A(?:[^\n:]+: )?Expected a time from (?P<first>\S+ \S+) to (?P<last>\S+ \S+), give or take a second\.\n"
    r"Got (?P<got>\S+ \S+?)\.?$",
    re.MULTILINE,
)
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_NEARLY = timedelta(minutes=1)
"""How far a point in time may be from a full hour, and still be as wrong as one that is that many hours off."""


def hours_off(failure: str) -> str:
    """Return how many hours a point in time is too early or too late; an empty text if it is no whole number of them.

    What is a day off or more is so by the number of its days.

    Example:
        >>> expected = "Expected a time from 2026-01-01 09:00:00 to 2026-01-01 09:00:01, give or take a second."
        >>> hours_off(f"{expected}\\nGot 2026-01-01 10:00:00.")
        'a time is 1 hour too late'
        >>> hours_off(f"{expected}\\nGot 2026-01-01 09:07:00.")
        ''
    """
    said = _NOT_BETWEEN.match(failure)
    if said is None:
        return ""
    first, last, got = (datetime.fromisoformat(said[part]) for part in ("first", "last", "got"))
    off = got - first if got < first else got - last
    unit, name = (_DAY, "day") if abs(off) >= _DAY - _NEARLY else (_HOUR, "hour")
    count = round(abs(off) / unit)
    if not count or abs(abs(off) - count * unit) > _NEARLY:
        return ""
    return (
        f"a time is {count} {name}{'s' if count > 1 else ''} too {'early' if off < timedelta() else 'late'}"
    )

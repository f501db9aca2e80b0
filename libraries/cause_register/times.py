"""What a failure says of a point in time: that it is hours off, as in another zone, or not that of the response that names it."""

from datetime import datetime, timedelta

from cause_register.forms import (
    A_RESPONSE_TO,
    ONE_THAT_DIFFERS,
    ExpectedTimestamp,
    OldError,
    Timestamp,
    Unmet,
    WrongTime,
    findings_in,
)

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_NEARLY = timedelta(minutes=1)
"""How far a point in time may be from a full hour, and still be as wrong as one that is that many hours off."""


def wrong_time(failure: str) -> str:
    """Return how a point in time is wrong, in words that it has in common with those of other responses; else an empty text.

    That is a whole number of hours or days, and of a response's own time its direction.

    Example:
        >>> expected = "Expected a time from 2026-01-01 09:00:00 to 2026-01-01 09:00:01, give or take a second."
        >>> wrong_time(f"{expected}\\nGot 2026-01-01 10:00:00.")
        'a time is 1 hour too late'
        >>> wrong_time(f"{expected}\\nGot 2026-01-01 09:07:00.")
        ''
        >>> wrong_time("Expected an error of the last 60 seconds, up to epoch second 1795989631.\\nGot one with timestamp 1.")
        'its own time is too early'
    """
    if said := WrongTime.read(failure):
        return _hours_off(*map(datetime.fromisoformat, (said.first, said.last, said.got)))
    is_early = _is_early(failure)
    return "" if is_early is None else f"its own time is too {'early' if is_early else 'late'}"


def _is_early(failure: str) -> bool | None:
    """Return whether a response's own time is too early, or else too late; None if a failure is about anything else."""
    if old := OldError.read(failure):
        return float(old.timestamp) < old.last
    unmet = Unmet.read(failure)
    if unmet is None or unmet.got != ONE_THAT_DIFFERS:
        return None
    times = ExpectedTimestamp.read(unmet.expected.removeprefix(A_RESPONSE_TO))
    named = next(map(Timestamp.read, findings_in(failure)), None)
    return (
        datetime.fromisoformat(named.got) < datetime.fromisoformat(times.first) if times and named else None
    )


def _hours_off(first: datetime, last: datetime, got: datetime) -> str:
    off = got - first if got < first else got - last
    unit, name = (_DAY, "day") if abs(off) >= _DAY - _NEARLY else (_HOUR, "hour")
    count = round(abs(off) / unit)
    if not count or abs(abs(off) - count * unit) > _NEARLY:
        return ""
    return (
        f"a time is {count} {name}{'s' if count > 1 else ''} too {'early' if off < timedelta() else 'late'}"
    )

"""Days, months and moments, all in UTC."""

import math
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

Clock = Callable[[], float]


def day_of(moment: float) -> date:
    """Return the day of a moment in epoch seconds."""
    return datetime.fromtimestamp(moment, UTC).date()


def month_of(day: date) -> str:
    """Return the month of a day, such as `2026-11`."""
    return day.isoformat()[:7]


def first_of_next_month(day: date) -> date:
    """Return the first day of the following month."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def seconds_until(day: date, now: float) -> int:
    """Return the whole seconds until a day begins, at least 1."""
    return max(1, math.ceil(datetime.combine(day, time(), UTC).timestamp() - now))


def whole_seconds(left: float) -> int:
    """Return a time to wait, rounded up to whole seconds, at least 1; errors of floating-point sums are ignored."""
    return max(1, math.ceil(round(left, 3)))


def iso(moment: float, precision: Literal["seconds", "milliseconds"] = "seconds") -> str:
    """Return a moment in the format of RFC 3339: `2026-11-22T10:26:40Z`."""
    text = datetime.fromtimestamp(moment, UTC).isoformat(timespec=precision)
    return text.removesuffix("+00:00") + "Z"
